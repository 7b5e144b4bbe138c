"""Scores a dataset on a Spark cluster and writes Parquet with id, text, label, loss and probabilities.

    spark-submit spark_losses.py <model folder or Hub id> <input.parquet> <output folder>

The input has the columns id, text and label (a class number). Each task loads the model once. The rows come out in
another order: their ids say where they belong, also when the file is dropped on the dataset that it was made of.
"""

import sys

SCHEMA = "id string, text string, label int, loss double, predicted_probas array<double>"


def scorer(model_id, batch_size=64):
    """The function for mapInPandas."""

    def score(frames):
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(model_id)
        model = AutoModelForSequenceClassification.from_pretrained(model_id).eval()
        for frame in frames:
            order = frame["text"].str.len().sort_values().index
            frame = frame.loc[order].reset_index(drop=True)
            losses, probabilities = [], []
            for start in range(0, len(frame), batch_size):
                part = frame.iloc[start : start + batch_size]
                inputs = tokenizer(part["text"].tolist(), padding=True, truncation=True, return_tensors="pt")
                with torch.inference_mode():
                    log_probs = torch.log_softmax(model(**inputs).logits.double(), dim=-1)
                labels = torch.tensor(part["label"].to_numpy())
                losses += (-log_probs.gather(1, labels[:, None])[:, 0]).tolist()
                probabilities += log_probs.exp().tolist()
            frame["loss"] = losses
            frame["predicted_probas"] = probabilities
            yield frame[["id", "text", "label", "loss", "predicted_probas"]]

    return score


def main(model_id, source, target):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("losses").getOrCreate()
    rows = spark.read.parquet(source).selectExpr("cast(id as string) id", "text", "cast(label as int) label")
    # One file: it is what will be dropped on the page.
    rows.mapInPandas(scorer(model_id), SCHEMA).coalesce(1).write.mode("overwrite").parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:4])
