"""Scores a tokenised dataset with a PyTorch classifier and writes one JSON object a row: id, label, loss, logits.

Whatever else a row has is written too: with its text the file is a dataset by itself, without it belongs to one.

Rows are batched with rows of about the same length, so that little is spent on padding; the file is in the order of
the rows all the same. Needs torch alone: the rows are tokenised already.
"""

import json

import torch
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader


def pad(rows, pad_id=0):
    """A batch of rows ({"id", "label", "input_ids"}) as tensors."""
    width = max(len(row["input_ids"]) for row in rows)
    input_ids = torch.full((len(rows), width), pad_id)
    attention_mask = torch.zeros((len(rows), width), dtype=torch.long)
    for i, row in enumerate(rows):
        length = len(row["input_ids"])
        input_ids[i, :length] = torch.tensor(row["input_ids"])
        attention_mask[i, :length] = 1
    labels = torch.tensor([row["label"] for row in rows])
    return {"input_ids": input_ids, "attention_mask": attention_mask}, labels


@torch.inference_mode()
def write_losses(model, rows, path, batch_size=64, device="cpu", pad_id=0, classes=None):
    """`model(**inputs)` gives logits, or an object that has them; `label` is a class number. Returns the mean loss.

    `classes`: names of the classes in order, as the dataset writes its labels; labels and predictions are then names.
    """
    model = model.to(device).eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["input_ids"]))
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    loader = DataLoader(rows, batch_sampler=batches, collate_fn=lambda batch: pad(batch, pad_id))
    results = [None] * len(rows)
    for batch, (inputs, labels) in zip(batches, loader):
        output = model(**{name: tensor.to(device) for name, tensor in inputs.items()})
        logits = getattr(output, "logits", output).double().cpu()
        # Over the classes of each row: never softmax(dim=0), which is over the batch.
        losses = cross_entropy(logits, labels, reduction="none")
        for row, loss, values in zip(batch, losses.tolist(), logits.tolist()):
            results[row] = loss, values
    with open(path, "w", encoding="utf-8") as file:
        for row, (loss, values) in zip(rows, results):
            line = {name: value for name, value in row.items() if name != "input_ids"}
            if classes is not None:
                line["label"] = classes[row["label"]]
                line["predicted_label"] = classes[max(range(len(values)), key=values.__getitem__)]
            file.write(json.dumps({**line, "loss": loss, "logits": values}, ensure_ascii=False) + "\n")
    return sum(loss for loss, _ in results) / max(1, len(results))
