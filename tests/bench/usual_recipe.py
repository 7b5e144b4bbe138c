"""What most people do: 5-fold TF-IDF of words and their pairs, logistic regression, ranked by the loss out of fold.

Reads JSON lines with "text", "label" and "wrong"; prints the seconds that it took and how well it finds wrong labels.
"""

import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
started = time.perf_counter()
texts = [row["text"] for row in rows]
names, y = np.unique([row["label"] for row in rows], return_inverse=True)
x = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit_transform(texts)
if sys.argv[2] == "unspaced":
    x = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True).fit_transform(texts)
p = np.zeros((len(y), len(names)))
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(x, y):
    p[test] = LogisticRegression(C=1, max_iter=300).fit(x[train], y[train]).predict_proba(x[test])
loss = -np.log(np.clip(p[np.arange(len(y)), y], 1e-12, 1))
order = np.argsort(-loss, kind="stable")
seconds = time.perf_counter() - started
wrong = np.array([row["wrong"] for row in rows])[order]
ap = (np.cumsum(wrong) / np.arange(1, len(y) + 1))[wrong].mean() if wrong.any() else 0
result = {"seconds": seconds, "ap": ap, "at100": wrong[:100].mean(), "at500": wrong[:500].mean()}
print(json.dumps(result | {"accuracy": (p.argmax(1) == y).mean()}))
