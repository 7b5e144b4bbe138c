"""A Hugging Face Trainer callback that writes training signals: a line for each row at each evaluation.

    trainer.add_callback(SignalsCallback(loader, "signals.jsonl"))

`loader` gives batches (a dict of tensors) of the rows to watch, in a fixed order, with `labels` and, if there are ids,
`id`; without them rows are numbered. Set `eval_strategy="steps"` for more evaluations than one an epoch.
"""

import json

import torch
from transformers import TrainerCallback


def signal_lines(logits, labels, ids):
    """The signals of a batch, as dicts. `logits`: rows x classes."""
    log_probs = torch.log_softmax(logits.double(), dim=-1)
    for row_id, label, row in zip(ids, labels.tolist(), log_probs):
        probs = row.exp().tolist()
        predicted = max(range(len(probs)), key=probs.__getitem__)
        yield {
            "id": row_id,
            "label": label,
            "pred_label": predicted,
            "correct": "true" if predicted == label else "false",
            "loss": -row[label].item(),
            "probs": probs,
            "label_probs": probs[label],
        }


class SignalsCallback(TrainerCallback):
    def __init__(self, loader, path):
        self.loader = loader
        self.path = path
        open(path, "w").close()  # a second run would be appended to the first

    @torch.inference_mode()
    def on_evaluate(self, args, state, control, model=None, **kwargs):
        training = model.training
        model.eval()
        count = 0
        with open(self.path, "a", encoding="utf-8") as file:
            for batch in self.loader:
                inputs = {k: v.to(model.device) for k, v in batch.items() if k not in ("id", "labels")}
                labels = batch["labels"]
                ids = batch.get("id", range(count, count + len(labels)))
                ids = ids.tolist() if torch.is_tensor(ids) else list(ids)
                for line in signal_lines(model(**inputs).logits.cpu(), labels, ids):
                    file.write(json.dumps(line) + "\n")
                count += len(labels)
        model.train(training)
