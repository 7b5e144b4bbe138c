#!/usr/bin/env python3
"""Train Rinse's built-in model: a two-layer DistilBERT that sorts news into four classes.

Everything starts from nothing: the WordPiece vocabulary, a masked-language-model phase and the
classification phase see only the training file. The evaluation file is read once, at the very end.

    python3 tools/train_default_model.py                          # about fifteen minutes on two cores
    python3 tools/train_default_model.py --smoke --output .cache/smoke  # a minute, a useless model, every step

Needs PyTorch 1.13 or later, onnx 1.12 or later and NumPy. Debian's PyTorch calls whatever
`libblas.so.3` is installed; with the reference BLAS it is some thirty times slower than with OpenBLAS.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import json
import logging
import math
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F

ROOT = Path(__file__).resolve().parent.parent
LABELS = ["World", "Sports", "Business", "Sci/Tech"]
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP, MASK = range(5)
OPSET = 17

log = logging.getLogger("train")


@dataclass(frozen=True)
class Config:
    """The shape of the network and of the training run."""

    dim: int = 128
    layers: int = 2
    heads: int = 4
    hidden: int = 512
    vocab: int = 8192
    positions: int = 256
    dropout: float = 0.1
    head_dropout: float = 0.2
    mlm_epochs: int = 4
    mlm_rate: float = 1.5e-3
    mlm_batch: int = 64
    mlm_masked: float = 0.2
    mlm_packed: float = 0.2
    epochs: int = 6
    rate: float = 5e-4
    batch: int = 32
    masked: float = 0.1
    joined: float = 0.1
    cropped: float = 0.1
    smoothing: float = 0.05
    warm_up: float = 0.06
    decay: float = 0.01
    average: float = 0.995
    held_out: int = 1000
    seed: int = 17


# --- Text ---------------------------------------------------------------------------------------

AGENCY = re.compile(
    r"(?:\b[A-Z][A-Z.,' ]{2,40}(?:, [A-Z][a-z]+\.?)? )?"
    r"\((?:AP|AFP|Reuters|SPACE\.com|NewsFactor|InfoWorld|TechWeb|MacCentral|"
    r"Forbes\.com|USATODAY\.com|washingtonpost\.com)\)(?: [A-Za-z.]+)? --? "
)
ENTITIES = [
    (re.compile(r"&lt;.*?&gt;"), ""),
    (re.compile(r" ?#39;"), "'"),
    (re.compile(r" ?&?quot;"), '"'),
    (re.compile(r" ?#36;"), "$"),
    (re.compile(r" ?#1(?:50|51);"), " - "),
    (re.compile(r" ?#14[5-8];"), "'"),
    (re.compile(r" ?#\d+;"), " "),
    (re.compile(r" amp;"), "&"),
    (re.compile(r"\\+(?=\$)"), ""),
    (re.compile(r"\\+"), " "),
]


def clean(text: str) -> str:
    """The text as a person would write it: no agency line, no half-decoded HTML entities."""
    text = AGENCY.sub("", text)
    for pattern, replacement in ENTITIES:
        text = pattern.sub(replacement, text)
    return text


def is_chinese(char: str) -> bool:
    """BERT's CJK blocks. Only the Basic Multilingual Plane: @huggingface/tokenizers looks at
    UTF-16 units, so it puts no spaces around characters beyond it."""
    point = ord(char)
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0xF900 <= point <= 0xFAFF


def is_punctuation(char: str) -> bool:
    """Unicode punctuation, and every ASCII character that is no letter, digit, space or control."""
    point = ord(char)
    if point < 128:
        return 33 <= point <= 47 or 58 <= point <= 64 or 91 <= point <= 96 or 123 <= point <= 126
    return unicodedata.category(char).startswith("P")


def normalise(text: str) -> str:
    """BertNormalizer: control characters out, spaces around CJK, lower case, no accents."""
    out: List[str] = []
    for char in text:
        if char in "\t\n\r":
            out.append(" ")
        elif char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs"):
            continue
        elif char.isspace():
            out.append(" ")
        else:
            out.append(f" {char} " if is_chinese(char) else char)
    lowered = unicodedata.normalize("NFD", "".join(out).lower())
    return "".join(char for char in lowered if unicodedata.category(char) != "Mn")


def split_words(text: str) -> List[str]:
    """BertPreTokenizer: words between spaces, every punctuation mark on its own."""
    spaced = "".join(f" {char} " if is_punctuation(char) else char for char in text)
    return spaced.split()


class WordPiece:
    """Greedy longest-match WordPiece with a word cache; agrees with Hugging Face's tokenizers."""

    SPECIAL = re.compile("(" + "|".join(re.escape(token) for token in SPECIALS) + ")")

    def __init__(self, vocab: Dict[str, int]) -> None:
        self.vocab = vocab
        self.cache: Dict[str, List[int]] = {}

    def word(self, word: str) -> List[int]:
        """The pieces of one word; [UNK] when a part is not in the vocabulary or it is over 100 long."""
        known = self.cache.get(word)
        if known is None:
            known = self.cache[word] = self._pieces(word) if len(word) <= 100 else [UNK]
        return known

    def _pieces(self, word: str) -> List[int]:
        pieces: List[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self.vocab.get(prefix + word[start:end])
                if piece is not None:
                    break
            else:
                return [UNK]
            pieces.append(piece)
            start = end
        return pieces

    def pieces(self, text: str) -> List[int]:
        """The ids of a text without the frame; special tokens written in the text stay whole."""
        ids: List[int] = []
        for section in self.SPECIAL.split(text):
            if section in SPECIALS:
                ids.append(SPECIALS.index(section))
            else:
                for word in split_words(normalise(section)):
                    ids.extend(self.word(word))
        return ids

    def encode(self, text: str, pair: Optional[str] = None) -> List[int]:
        """[CLS] text [SEP], or [CLS] text [SEP] pair [SEP]; an empty pair counts as none."""
        ids = [CLS, *self.pieces(text), SEP]
        return [*ids, *self.pieces(pair), SEP] if pair else ids


def count_words(texts: Iterable[str]) -> Counter:
    """How often each pre-token occurs."""
    counts: Counter = Counter()
    for text in texts:
        counts.update(split_words(normalise(text)))
    return counts


class Merger:
    """Byte-pair merges over word counts, with pair counts kept up to date instead of recounted."""

    def __init__(self, counts: Dict[str, int]) -> None:
        items = sorted(counts.items())
        self.words = [[c if i == 0 else "##" + c for i, c in enumerate(word)] for word, _ in items]
        self.counts = [count for _, count in items]
        self.pairs: Counter = Counter()
        self.where: Dict[Tuple[str, str], set] = defaultdict(set)
        for index, symbols in enumerate(self.words):
            self._add(index, symbols, self.counts[index])
        self.heap = [(-count, pair) for pair, count in self.pairs.items()]
        heapq.heapify(self.heap)

    def _add(self, index: int, symbols: Sequence[str], count: int) -> None:
        for pair in zip(symbols, symbols[1:]):
            self.pairs[pair] += count
            if count > 0:
                self.where[pair].add(index)

    def _join(self, symbols: Sequence[str], pair: Tuple[str, str], joined: str) -> List[str]:
        out: List[str] = []
        for symbol in symbols:
            if out and symbol == pair[1] and out[-1] == pair[0]:
                out[-1] = joined
            else:
                out.append(symbol)
        return out

    def best(self) -> Optional[Tuple[str, str]]:
        """The most frequent pair, ties in alphabetical order; None when nothing occurs twice."""
        while self.heap:
            negative, pair = heapq.heappop(self.heap)
            current = self.pairs[pair]
            if current == -negative:
                return pair if current > 1 else None
            if current > 1:
                heapq.heappush(self.heap, (-current, pair))
        return None

    def merge(self, pair: Tuple[str, str]) -> str:
        """Replace the pair everywhere and return the new piece."""
        joined = pair[0] + pair[1][2:]
        touched = set()
        for index in sorted(self.where.pop(pair)):
            before, count = self.words[index], self.counts[index]
            after = self._join(before, pair, joined)
            self._add(index, before, -count)
            self._add(index, after, count)
            self.words[index] = after
            touched.update(zip(after, after[1:]))
        self.pairs.pop(pair, None)
        for other in touched:
            if joined in other and self.pairs[other] > 0:
                heapq.heappush(self.heap, (-self.pairs[other], other))
        return joined


def train_vocabulary(texts: Iterable[str], size: int) -> Dict[str, int]:
    """A WordPiece vocabulary: special tokens, the alphabet, then merges in order of frequency."""
    counts = {word: n for word, n in count_words(texts).items() if len(word) <= 100}
    letters: Counter = Counter()
    for word, n in counts.items():
        for char in word:
            letters[char] += n
    alphabet = {c for c, n in letters.items() if n > 1} | {chr(c) for c in range(33, 127)}
    alphabet = {c for c in alphabet if not ("A" <= c <= "Z")}
    counts = {word: n for word, n in counts.items() if set(word) <= alphabet}
    tails = sorted("##" + c for c in alphabet if not is_punctuation(c))
    tokens = dict.fromkeys([*SPECIALS, *sorted(alphabet), *tails])
    merger = Merger(counts)
    while len(tokens) < size:
        pair = merger.best()
        if pair is None:
            break
        tokens[merger.merge(pair)] = None
    return {token: index for index, token in enumerate(tokens)}


# --- Data ---------------------------------------------------------------------------------------


@dataclass
class Rows:
    """Token pieces (without frame) of every variant of every text, and class ids."""

    raw: List[List[int]]
    clean: List[List[int]]
    labels: List[int]

    def pick(self, indices: Sequence[int]) -> "Rows":
        """The rows at these indices, in this order."""
        return Rows(
            [self.raw[i] for i in indices],
            [self.clean[i] for i in indices],
            [self.labels[i] for i in indices],
        )

    def variant(self, index: int, rng: random.Random) -> List[int]:
        """The text as published, or (two times in five) cleaned."""
        return self.clean[index] if rng.random() < 0.4 else self.raw[index]


def read_train(path: Path) -> Tuple[List[str], List[int]]:
    """Texts and class ids of a `label<TAB>text` file with label names."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    pairs = [line.split("\t", 1) for line in lines]
    return [text for _, text in pairs], [LABELS.index(label) for label, _ in pairs]


def read_evaluation(path: Path) -> Tuple[List[str], List[int], List[int]]:
    """Texts, given labels and true labels of the quoted CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        [row["text"] for row in rows],
        [int(row["label"]) for row in rows],
        [int(row["gt"]) for row in rows],
    )


def frame(pieces: Sequence[int], limit: int) -> List[int]:
    """[CLS] pieces [SEP], cut to the limit before [SEP]."""
    return [CLS, *pieces[: limit - 2], SEP]


def pad(sequences: Sequence[Sequence[int]]) -> Tuple[torch.Tensor, torch.Tensor]:
    """Ids and attention mask of a batch, padded to its longest sequence."""
    longest = max(len(ids) for ids in sequences)
    ids = torch.full((len(sequences), longest), PAD, dtype=torch.long)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.as_tensor(sequence, dtype=torch.long)
    return ids, (ids != PAD).long()


def bucket(items: List[Tuple[List[int], int]], size: int, rng: random.Random) -> Iterator[list]:
    """Batches of similar length in random order: shuffle, sort within pools, cut, shuffle."""
    rng.shuffle(items)
    pool = size * 50
    batches: List[list] = []
    for start in range(0, len(items), pool):
        part = sorted(items[start : start + pool], key=lambda item: len(item[0]))
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(batches)
    return iter(batches)


def mlm_batches(rows: Rows, config: Config, rng: random.Random) -> Iterator[List[List[int]]]:
    """One epoch of texts; a share is packed to the full length so that every position is trained."""
    order = list(range(len(rows.raw)))
    rng.shuffle(order)
    cut = int(len(order) * config.mlm_packed)
    singles = [(frame(rows.variant(i, rng), config.positions), rows.labels[i]) for i in order[cut:]]
    batches = [[ids for ids, _ in batch] for batch in bucket(singles, config.mlm_batch, rng)]
    stream = [piece for i in order[:cut] for piece in rows.variant(i, rng)]
    width = config.positions - 2
    packed = [frame(stream[i : i + width], config.positions) for i in range(0, len(stream), width)]
    size = max(1, config.mlm_batch // 5)
    batches += [packed[i : i + size] for i in range(0, len(packed), size)]
    rng.shuffle(batches)
    return iter(batches)


def augmented(
    rows: Rows, index: int, peers: Dict[int, List[int]], config: Config, rng: random.Random
) -> List[int]:
    """One text for classification: as it is, a crop of it, or joined with others of its class."""
    pieces = rows.variant(index, rng)
    chance = rng.random()
    if chance < config.cropped and len(pieces) > 24:
        length = rng.randint(12, len(pieces))
        start = rng.randint(0, len(pieces) - length)
        return pieces[start : start + length]
    if chance > 1 - config.joined:
        for _ in range(rng.randint(1, 5)):
            pieces = pieces + rows.variant(rng.choice(peers[rows.labels[index]]), rng)
    return pieces


def class_batches(rows: Rows, config: Config, rng: random.Random) -> Iterator[List[Tuple[List[int], int]]]:
    """One epoch of augmented texts with their class ids, batched by length."""
    peers: Dict[int, List[int]] = defaultdict(list)
    for index, label in enumerate(rows.labels):
        peers[label].append(index)
    items = [
        (frame(augmented(rows, i, peers, config, rng), config.positions), rows.labels[i])
        for i in range(len(rows.raw))
    ]
    return bucket(items, config.batch, rng)


# --- Network ------------------------------------------------------------------------------------


class Block(nn.Module):
    """One DistilBERT layer: self-attention and feed-forward, each followed by LayerNorm."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.heads
        self.dropout = config.dropout
        self.q_lin = nn.Linear(config.dim, config.dim)
        self.kv_lin = nn.Linear(config.dim, 2 * config.dim)
        self.out_lin = nn.Linear(config.dim, config.dim)
        self.sa_layer_norm = nn.LayerNorm(config.dim, eps=1e-12)
        self.lin1 = nn.Linear(config.dim, config.hidden)
        self.lin2 = nn.Linear(config.hidden, config.dim)
        self.output_layer_norm = nn.LayerNorm(config.dim, eps=1e-12)

    def split(self, x: torch.Tensor, parts: int) -> Tuple[torch.Tensor, ...]:
        """[batch, length, parts * dim] to `parts` tensors [batch, heads, length, dim / heads]."""
        batch, length, width = x.shape
        x = x.view(batch, length, parts, self.heads, width // parts // self.heads)
        return x.permute(2, 0, 3, 1, 4).unbind(0)

    def forward(self, x: torch.Tensor, bias: torch.Tensor, first_only: bool) -> torch.Tensor:
        """`first_only` computes the layer for the first token alone, which is all [CLS] needs."""
        queries = x[:, :1] if first_only else x
        (q,) = self.split(self.q_lin(queries), 1)
        k, v = self.split(self.kv_lin(x), 2)
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.shape[-1]) + bias
        weights = F.dropout(scores.softmax(-1), self.dropout, self.training)
        context = torch.matmul(weights, v).transpose(1, 2).reshape(queries.shape)
        attended = F.dropout(self.out_lin(context), self.dropout, self.training)
        x = self.sa_layer_norm(queries + attended)
        fed = F.dropout(self.lin2(F.gelu(self.lin1(x))), self.dropout, self.training)
        return self.output_layer_norm(x + fed)


class Classifier(nn.Module):
    """DistilBertForSequenceClassification, with a tied masked-language-model head for the first phase."""

    def __init__(self, config: Config, vocab: int) -> None:
        super().__init__()
        self.config = config
        self.words = nn.Embedding(vocab, config.dim, padding_idx=PAD)
        self.positions = nn.Embedding(config.positions, config.dim)
        self.norm = nn.LayerNorm(config.dim, eps=1e-12)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.vocab_transform = nn.Linear(config.dim, config.dim)
        self.vocab_norm = nn.LayerNorm(config.dim, eps=1e-12)
        self.vocab_bias = nn.Parameter(torch.zeros(vocab))
        self.pre_classifier = nn.Linear(config.dim, config.dim)
        self.classifier = nn.Linear(config.dim, len(LABELS))
        self.apply(self.initialise)

    @staticmethod
    def initialise(module: nn.Module) -> None:
        """Weights from N(0, 0.02), biases and the padding row zero."""
        if isinstance(module, (nn.Linear, nn.Embedding)):
            module.weight.data.normal_(0.0, 0.02)
        if isinstance(module, nn.Linear):
            module.bias.data.zero_()
        if isinstance(module, nn.Embedding) and module.padding_idx is not None:
            module.weight.data[module.padding_idx].zero_()

    def set_dropout(self, rate: float) -> None:
        """Change the dropout of every block."""
        for block in self.blocks:
            block.dropout = rate

    def encode(self, ids: torch.Tensor, mask: torch.Tensor, first_only: bool) -> torch.Tensor:
        """The last hidden state: [batch, length or 1, dim]."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        x = F.dropout(x, self.blocks[0].dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for index, block in enumerate(self.blocks):
            x = block(x, bias, first_only and index == len(self.blocks) - 1)
        return x

    def mlm_loss(self, ids: torch.Tensor, mask: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Cross-entropy at the masked positions (targets >= 0); only those reach the vocabulary."""
        chosen = targets >= 0
        hidden = self.encode(ids, mask, first_only=False)[chosen]
        hidden = self.vocab_norm(F.gelu(self.vocab_transform(hidden)))
        return F.cross_entropy(F.linear(hidden, self.words.weight, self.vocab_bias), targets[chosen])

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits [batch, classes]."""
        first = self.encode(ids, mask, first_only=True)[:, 0]
        hidden = F.dropout(F.relu(self.pre_classifier(first)), self.config.head_dropout, self.training)
        return self.classifier(hidden)


# --- Training -----------------------------------------------------------------------------------


Schedule = torch.optim.lr_scheduler.LambdaLR


def optimiser(
    model: nn.Module, config: Config, rate: float, steps: int
) -> Tuple[torch.optim.Optimizer, Schedule]:
    """AdamW without decay on biases and norms; linear warm-up, then linear to zero."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": config.decay}, {"params": plain, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), foreach=True)
    warm = max(1, int(steps * config.warm_up))

    def factor(step: int) -> float:
        return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))

    return adam, Schedule(adam, factor)


def mask_tokens(ids: torch.Tensor, share: float, vocab: int) -> Tuple[torch.Tensor, torch.Tensor]:
    """BERT's corruption: of the chosen tokens 80 % become [MASK], 10 % random, 10 % stay."""
    chosen = (torch.rand(ids.shape) < share) & (ids >= len(SPECIALS))
    targets = torch.where(chosen, ids, torch.full_like(ids, -1))
    chance = torch.rand(ids.shape)
    masked = torch.where(chosen & (chance < 0.8), torch.full_like(ids, MASK), ids)
    noise = torch.randint(len(SPECIALS), vocab, ids.shape)
    return torch.where(chosen & (chance >= 0.9), noise, masked), targets


def run_epochs(
    model: Classifier,
    config: Config,
    rate: float,
    epochs: int,
    batches: Callable[[], Iterator],
    loss_of: Callable[[object], torch.Tensor],
    after_step: Callable[[], None],
    after_epoch: Callable[[], str],
) -> None:
    """The loop both phases share."""
    queue = list(batches())
    adam, schedule = optimiser(model, config, rate, epochs * len(queue))
    for epoch in range(epochs):
        start, total = time.time(), 0.0
        model.train()
        for batch in queue if epoch == 0 else batches():
            adam.zero_grad(set_to_none=True)
            loss = loss_of(batch)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            schedule.step()
            after_step()
            total += loss.item()
        mean, note, seconds = total / len(queue), after_epoch(), time.time() - start
        log.info("epoch %d/%d loss %.4f %s %.0f s", epoch + 1, epochs, mean, note, seconds)


def co_occurrence(texts: Sequence[Sequence[int]], vocab: int, window: int = 8) -> np.ndarray:
    """How often two pieces stand at most `window` places apart: symmetric float32 [vocab, vocab]."""
    gap = [-1] * window
    stream = np.array([piece for text in texts for piece in [*text, *gap]], np.int64)
    keys = []
    for distance in range(1, window + 1):
        left, right = stream[:-distance], stream[distance:]
        inside = (left >= 0) & (right >= 0)
        keys.append(left[inside] * vocab + right[inside])
    counts = np.bincount(np.concatenate(keys), minlength=vocab * vocab).astype(np.float32)
    counts = counts.reshape(vocab, vocab)
    return counts + counts.T


def word_vectors(counts: np.ndarray, width: int, seed: int) -> np.ndarray:
    """Positive pointwise mutual information, reduced by a randomised SVD (Levy and Goldberg 2014;
    Halko et al. 2011). Rows have length 1, or 0 for pieces that never occur."""
    totals = counts.sum(1)
    context = totals**0.75
    expected = np.outer(totals, context / context.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.maximum(np.log(counts / expected), 0), posinf=0).astype(np.float32)
    basis = np.random.default_rng(seed).standard_normal((len(counts), width + 16), np.float32)
    for _ in range(3):
        basis = np.linalg.qr(information @ (information.T @ basis))[0]
    left, sizes, _ = np.linalg.svd(basis.T @ information, full_matrices=False)
    vectors = (basis @ left[:, :width]) * np.sqrt(sizes[:width])
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def warm_start(model: Classifier, rows: Rows, seed: int) -> None:
    """Word vectors and output biases from counts, which spares the first epochs of pre-training."""
    vocab, width = model.words.weight.shape
    texts = [*rows.raw, *rows.clean]
    vectors = torch.from_numpy(word_vectors(co_occurrence(texts, vocab), width, seed).astype(np.float32))
    used = vectors.abs().sum(1) > 0
    frequency = np.bincount(np.concatenate([np.array(t, np.int64) for t in texts]), minlength=vocab) + 0.5
    with torch.no_grad():
        model.words.weight[used] = vectors[used] * (0.05 * math.sqrt(width))
        model.vocab_bias.copy_(torch.from_numpy(np.log(frequency / frequency.sum())).float())


def pretrain(model: Classifier, rows: Rows, config: Config, rng: random.Random) -> None:
    """Masked language modelling on the training texts, labels unseen."""
    warm_start(model, rows, config.seed)
    log.info("word vectors from co-occurrence")
    model.set_dropout(0.0)

    def loss_of(batch: List[List[int]]) -> torch.Tensor:
        ids, mask = pad(batch)
        corrupted, targets = mask_tokens(ids, config.mlm_masked, model.words.num_embeddings)
        return model.mlm_loss(corrupted, mask, targets)

    run_epochs(
        model, config, config.mlm_rate, config.mlm_epochs,
        lambda: mlm_batches(rows, config, rng), loss_of, lambda: None, lambda: "",
    )


State = Dict[str, torch.Tensor]


def fine_tune(model: Classifier, rows: Rows, held_out: Rows, config: Config, rng: random.Random) -> State:
    """Classification. Returns the moving average of the weights, from its best epoch on held-out rows."""
    model.set_dropout(config.dropout)
    shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
    best: Dict[str, object] = {"loss": math.inf, "state": shadow}
    judge = Classifier(config, model.words.num_embeddings)
    steps = 0

    def loss_of(batch: List[Tuple[List[int], int]]) -> torch.Tensor:
        ids, mask = pad([ids for ids, _ in batch])
        hidden = (torch.rand(ids.shape) < config.masked) & (ids >= len(SPECIALS))
        logits = model(ids.masked_fill(hidden, MASK), mask)
        return F.cross_entropy(logits, torch.tensor([y for _, y in batch]), label_smoothing=config.smoothing)

    def after_step() -> None:
        nonlocal steps
        steps += 1
        keep = min(config.average, steps / (steps + 10))
        for name, value in model.state_dict().items():
            shadow[name].mul_(keep).add_(value, alpha=1 - keep)

    def after_epoch() -> str:
        judge.load_state_dict(shadow)
        sides = (held_out.raw, held_out.clean)
        scores = [score(predict(judge, side, config), held_out.labels) for side in sides]
        loss = sum(s[1] for s in scores) / 2
        if loss < best["loss"]:
            best.update(loss=loss, state={name: value.clone() for name, value in shadow.items()})
        return "held-out accuracy %.4f loss %.4f, cleaned %.4f %.4f" % (*scores[0], *scores[1])

    run_epochs(
        model, config, config.rate, config.epochs,
        lambda: class_batches(rows, config, rng), loss_of, after_step, after_epoch,
    )
    return best["state"]


def predict(
    model: Classifier, pieces: Sequence[Sequence[int]], config: Config, batch: int = 64
) -> torch.Tensor:
    """Logits of every text, in the order given."""
    model.eval()
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    logits = torch.empty(len(pieces), len(LABELS))
    with torch.no_grad():
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            logits[part] = model(*pad([frame(pieces[i], config.positions) for i in part]))
    return logits


def score(logits: torch.Tensor, labels: Sequence[int]) -> Tuple[float, float]:
    """Accuracy and mean cross-entropy."""
    target = torch.tensor(labels)
    return (logits.argmax(-1) == target).float().mean().item(), F.cross_entropy(logits, target).item()


def calibrate(model: Classifier, held_out: Rows, config: Config) -> float:
    """Temperature scaling on the held-out rows, folded into the last layer. Returns the temperature."""
    logits = torch.cat([predict(model, held_out.raw, config), predict(model, held_out.clean, config)])
    target = torch.tensor(held_out.labels * 2)
    grid = np.exp(np.linspace(math.log(0.4), math.log(2.5), 181))
    temperature = min(grid, key=lambda t: F.cross_entropy(logits / float(t), target).item())
    with torch.no_grad():
        model.classifier.weight /= float(temperature)
        model.classifier.bias /= float(temperature)
    return float(temperature)


# --- ONNX ---------------------------------------------------------------------------------------


class Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: List[onnx.NodeProto] = []
        self.weights: Dict[str, onnx.TensorProto] = {}

    def node(
        self, op: str, name: str, *inputs: str, outputs: Sequence[str] = (), **attributes: object
    ) -> str:
        """Append a node; without `outputs` it has one, called like the node."""
        names = list(outputs) or [name]
        self.nodes.append(helper.make_node(op, list(inputs), names, name=name, **attributes))
        return names[0]

    def weight(self, name: str, value: np.ndarray) -> str:
        """Add an initialiser; a repeated name keeps the first value."""
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def ints(self, *values: int) -> str:
        """A constant int64 vector, shared by value."""
        return self.weight("ints_" + "_".join(map(str, values)).replace("-", "m"), np.array(values, np.int64))

    def scalar(self, name: str, value: float) -> str:
        """A constant float."""
        return self.weight(name, np.array(value, np.float32))

    def linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x times the transposed [out, in] weight, plus the bias, over the last axis."""
        product = self.node("MatMul", f"{name}.matmul", x, self.weight(f"{name}.weight", weight.T))
        return self.node("Add", f"{name}.out", product, self.weight(f"{name}.bias", bias))

    def embedding(self, name: str, table: np.ndarray, ids: str) -> str:
        """Rows of a table."""
        return self.node("Gather", f"{name}.out", self.weight(f"{name}.weight", table), ids)

    def norm(self, name: str, x: str, layer: nn.LayerNorm) -> str:
        """LayerNorm over the last axis."""
        scale = self.weight(f"{name}.weight", array(layer.weight))
        shift = self.weight(f"{name}.bias", array(layer.bias))
        return self.node("LayerNormalization", f"{name}.out", x, scale, shift, axis=-1, epsilon=layer.eps)

    def gelu(self, name: str, x: str) -> str:
        """x / 2 (1 + erf(x / sqrt 2)), in the pattern that ONNX Runtime recognises and fuses."""
        scaled = self.node("Div", f"{name}.scaled", x, self.scalar("sqrt_two", math.sqrt(2)))
        error = self.node("Erf", f"{name}.erf", scaled)
        raised = self.node("Add", f"{name}.raised", error, self.scalar("one", 1))
        product = self.node("Mul", f"{name}.product", x, raised)
        return self.node("Mul", f"{name}.out", product, self.scalar("half", 0.5))


def array(tensor: torch.Tensor) -> np.ndarray:
    """A parameter as NumPy."""
    return tensor.detach().numpy()


def export_block(graph: Graph, name: str, block: Block, x: str, bias: str, first_only: bool) -> str:
    """One layer. The attention scale goes into the query weights."""
    dim = block.q_lin.in_features
    width = dim // block.heads
    scale = np.float32(1 / math.sqrt(width))
    split = graph.ints(0, 0, block.heads, width)
    queries = x
    if first_only:
        queries = graph.node("Slice", f"{name}.first", x, graph.ints(0), graph.ints(1), graph.ints(1))
    kv, kv_bias = array(block.kv_lin.weight), array(block.kv_lin.bias)

    def heads(part: str, source: str, weight: np.ndarray, shift: np.ndarray, order: List[int]) -> str:
        flat = graph.linear(f"{name}.attention.{part}_lin", source, weight, shift)
        parted = graph.node("Reshape", f"{name}.{part}.split", flat, split)
        return graph.node("Transpose", f"{name}.{part}", parted, perm=order)

    q = heads("q", queries, array(block.q_lin.weight) * scale, array(block.q_lin.bias) * scale, [0, 2, 1, 3])
    k = heads("k", x, kv[:dim], kv_bias[:dim], [0, 2, 3, 1])
    v = heads("v", x, kv[dim:], kv_bias[dim:], [0, 2, 1, 3])
    scores = graph.node("Add", f"{name}.masked", graph.node("MatMul", f"{name}.scores", q, k), bias)
    weights = graph.node("Softmax", f"{name}.weights", scores, axis=-1)
    mixed = graph.node("MatMul", f"{name}.mixed", weights, v)
    merged = graph.node("Transpose", f"{name}.merged", mixed, perm=[0, 2, 1, 3])
    context = graph.node("Reshape", f"{name}.context", merged, graph.ints(0, 0, dim))
    attended = linear(graph, f"{name}.attention.out_lin", context, block.out_lin)
    attended = graph.node("Add", f"{name}.attended", attended, queries)
    x = graph.norm(f"{name}.sa_layer_norm", attended, block.sa_layer_norm)
    hidden = graph.gelu(f"{name}.gelu", linear(graph, f"{name}.ffn.lin1", x, block.lin1))
    fed = graph.node("Add", f"{name}.fed", linear(graph, f"{name}.ffn.lin2", hidden, block.lin2), x)
    return graph.norm(f"{name}.output_layer_norm", fed, block.output_layer_norm)


def linear(graph: Graph, name: str, x: str, layer: nn.Linear) -> str:
    """A layer's weights through `graph.linear`."""
    return graph.linear(name, x, array(layer.weight), array(layer.bias))


def gemm(graph: Graph, name: str, x: str, layer: nn.Linear, output: str) -> str:
    """A linear layer on [batch, in]."""
    weight = graph.weight(f"{name}.weight", array(layer.weight))
    bias = graph.weight(f"{name}.bias", array(layer.bias))
    return graph.node("Gemm", name, x, weight, bias, outputs=[output], transB=1)


def model_proto(graph: Graph) -> onnx.ModelProto:
    """The finished graph between its inputs and its output."""
    axes = ["batch", "sequence"]
    names = ("input_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, axes) for name in names]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LABELS)])]
    weights = list(graph.weights.values())
    body = helper.make_graph(graph.nodes, "agnews_distilbert_tiny", inputs, outputs, weights)
    operators = [helper.make_opsetid("", OPSET)]
    return helper.make_model(body, opset_imports=operators, producer_name="rinse", ir_version=8)


def export_onnx(model: Classifier, graph: Graph) -> onnx.ModelProto:
    """input_ids, attention_mask (int64 [batch, sequence]) to logits (float32 [batch, classes])."""
    model.eval()
    base = "distilbert.embeddings"
    words = graph.embedding(f"{base}.word_embeddings", array(model.words.weight), "input_ids")
    table = graph.weight(f"{base}.position_embeddings.weight", array(model.positions.weight))
    length = graph.node("Shape", "length", "input_ids", start=1, end=2)
    positions = graph.node("Slice", f"{base}.positions", table, graph.ints(0), length, graph.ints(0))
    x = graph.norm(f"{base}.LayerNorm", graph.node("Add", f"{base}.sum", words, positions), model.norm)
    present = graph.node("Cast", "mask.float", "attention_mask", to=TensorProto.FLOAT)
    absent = graph.node("Sub", "mask.absent", graph.scalar("one", 1), present)
    penalty = graph.node("Mul", "mask.penalty", absent, graph.scalar("far_below", -1e4))
    bias = graph.node("Unsqueeze", "mask.bias", penalty, graph.ints(1, 2))
    for index, block in enumerate(model.blocks):
        last = index == len(model.blocks) - 1
        x = export_block(graph, f"distilbert.transformer.layer.{index}", block, x, bias, last)
    first = graph.node("Reshape", "first_token", x, graph.ints(-1, model.config.dim))
    before = gemm(graph, "pre_classifier", first, model.pre_classifier, "pre_classifier.out")
    gemm(graph, "classifier", graph.node("Relu", "features", before), model.classifier, "logits")
    proto = model_proto(graph)
    onnx.checker.check_model(proto, full_check=True)
    return proto


# --- Model folder -------------------------------------------------------------------------------


def config_json(config: Config, vocab: int) -> Dict[str, object]:
    """config.json as transformers writes it."""
    return {
        "model_type": "distilbert",
        "architectures": ["DistilBertForSequenceClassification"],
        "activation": "gelu",
        "attention_dropout": config.dropout,
        "dim": config.dim,
        "dropout": config.dropout,
        "hidden_dim": config.hidden,
        "id2label": {str(index): label for index, label in enumerate(LABELS)},
        "initializer_range": 0.02,
        "label2id": {label: index for index, label in enumerate(LABELS)},
        "max_position_embeddings": config.positions,
        "n_heads": config.heads,
        "n_layers": config.layers,
        "num_labels": len(LABELS),
        "pad_token_id": PAD,
        "problem_type": "single_label_classification",
        "seq_classif_dropout": config.head_dropout,
        "sinusoidal_pos_embds": False,
        "tie_weights_": True,
        "torch_dtype": "float32",
        "vocab_size": vocab,
    }


def tokenizer_config_json(config: Config) -> Dict[str, object]:
    """tokenizer_config.json as transformers writes it."""
    return {
        "tokenizer_class": "DistilBertTokenizer",
        "do_lower_case": True,
        "model_max_length": config.positions,
        "unk_token": "[UNK]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
        "strip_accents": None,
        "tokenize_chinese_chars": True,
    }


def special(token: str, segment: int) -> Dict[str, object]:
    """A special token in a template."""
    return {"SpecialToken": {"id": token, "type_id": segment}}


def tokenizer_json(vocab: Dict[str, int]) -> Dict[str, object]:
    """tokenizer.json as the tokenizers library writes it for an uncased BERT."""
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    first = [special("[CLS]", 0), {"Sequence": {"id": "A", "type_id": 0}}, special("[SEP]", 0)]
    second = [{"Sequence": {"id": "B", "type_id": 1}}, special("[SEP]", 1)]
    frames = {t: {"id": t, "ids": [i], "tokens": [t]} for i, t in enumerate(SPECIALS)}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": i, "content": token, **flags} for i, token in enumerate(SPECIALS)],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
            "strip_accents": None, "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "single": first, "pair": first + second, "special_tokens": frames,
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocab,
        },
    }


def write_json(path: Path, value: object, indent: Optional[int] = 2) -> None:
    """UTF-8 JSON with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


FIXTURE_TEXTS = [
    "Oil prices slip as OPEC signals higher output",
    "Striker's late goal sends City into the semi-final, 2-1",
    "U.N. envoy says cease-fire talks will resume on Monday.",
    "Chip maker unveils 64-bit processor for laptops; shares up 3.5%",
    "NASA's probe sends back first pictures of Saturn's moon Titan",
    "Central bank raises its key rate by 0.25 points to 2.00 per cent",
    "A $1,250.75 refund (€980, £640 or ¥130,000) was paid on 12/11/2004.",
    "  leading and   inner \t spaces, then\na new line\r\n",
    "",
    " ",
    "CAPITALS and MiXeD cAsE",
    "Café Zürich: São Paulo señor, naïve façade, Ångström",
    "Cafe\u0301 decomposed and caf\u00e9 composed",
    "İstanbul, ΟΔΥΣΣΕΥΣ and STRAẞE in lower case",
    "Việt Nam and Łódź; Ærø, smørrebrød",
    "中国经济增长加快",
    "The word 新闻 means news，and 東京 is Tokyo。",
    "ひらがな カタカナ 한국어 mixed scripts",
    "𠀀 is an ideograph beyond the basic plane",
    "Market up 📈 fans happy 😀🎉 family 👨‍👩‍👧 flag 🇫🇷",
    "control\u0000 \u0007bell \u001b[0m escape \u007f delete",
    "zero\u200bwidth and\u200djoiner and\ufeffmark and soft\u00adhyphen",
    "no\u00a0break thin\u2009space ideographic\u3000space line\u2028separator",
    "replacement \ufffd character and private \ue000 use",
    "antidisestablishmentarianism counterrevolutionaries",
    "x" * 100,
    "y" * 101,
    "supercalifragilistic" * 6,
    "wait... what?!?! -- really?? (yes!!) [sic] {ok} <tag/>",
    "a+b=c; d^e~f|g`h @ #hashtag $5 50% R&D \\ /",
    "“curly” ‘quotes’ – en — em … bullet • middle·dot «guillemets»",
    "Title &lt;b&gt;...&lt;/b&gt; of a story, AT&amp;T",
    "The firm #39;s chief said  quot;no quot; to the offer",
    "LONDON (Reuters) - Shares closed lower on Tuesday.",
    "1234567890 3.14159 1,000,000 10th 2004-05 007 1/2 ½ ² ٣",
    "حقق الفريق فوزا كبيرا",
    "ראש הממשלה \u202eHello\u202c שלום",
    "Привет, мир! Новости спорта",
    "นักข่าว हिन्दी समाचार",
    "a [SEP] written by hand, a [MASK] too, and [sep] in lower case",
    "e-mail someone@example.invalid or see http://example.invalid/a?b=c&d=%20",
    "™ © ® ° ± × ÷ µ ∞ ≠ ★ ☂ ←",
    "o\u0327\u0301\u0323 z\u0351\u0352\u0353a\u0354l\u0355g\u0356o",
]
FIXTURE_PAIRS = [
    ("Is the market open today?", "Shares rose in early trade."),
    ("premise 前提", "hypothesis 假设"),
    ("first [SEP] inside", "second"),
    ("the second is empty", ""),
    ("", "the first is empty"),
]


def write_fixture(path: Path, tokenizer: WordPiece) -> None:
    """Ids of hand-written strings, for the tests of the browser's tokenizer."""
    cases: List[Dict[str, object]] = [{"text": t, "ids": tokenizer.encode(t)} for t in FIXTURE_TEXTS]
    cases += [{"text": t, "pair": p, "ids": tokenizer.encode(t, p)} for t, p in FIXTURE_PAIRS]
    lines = ",\n".join("  " + json.dumps(case, ensure_ascii=True) for case in cases)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


# --- Evaluation and model card ------------------------------------------------------------------


def average_precision(scores: np.ndarray, positive: np.ndarray) -> float:
    """Mean of the precision at every positive, rows in falling order of score."""
    hits = positive[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def calibration_error(probabilities: np.ndarray, truth: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy, weighted by bin."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    members = [index == b for b in np.unique(index)]
    return float(sum(abs(right[m].mean() - confidence[m].mean()) * m.mean() for m in members))


def evaluate(model: Classifier, tokenizer: WordPiece, path: Path, config: Config) -> Dict[str, float]:
    """The figures of the model card, on rows that training never saw."""
    texts, given, truth = read_evaluation(path)
    logits = predict(model, [tokenizer.pieces(text) for text in texts], config)
    accuracy, loss = score(logits, truth)
    losses = F.cross_entropy(logits, torch.tensor(given), reduction="none").numpy()
    wrong = np.array(given) != np.array(truth)
    return {
        "rows": len(texts),
        "wrong": int(wrong.sum()),
        "accuracy": accuracy,
        "loss": loss,
        "average_precision": average_precision(losses, wrong),
        "top": float(wrong[np.argsort(-losses)[:500]].mean()),
        "calibration_error": calibration_error(logits.softmax(-1).numpy(), np.array(truth)),
    }


def long_accuracy(model: Classifier, held_out: Rows, config: Config) -> float:
    """Accuracy on held-out texts of one class joined to fill all positions."""
    peers: Dict[int, List[int]] = defaultdict(list)
    for index, label in enumerate(held_out.labels):
        peers[label].append(index)
    texts, labels = [], []
    for label, members in peers.items():
        stream = [piece for index in members for piece in held_out.raw[index]]
        parts = [stream[i : i + config.positions - 2] for i in range(0, len(stream), config.positions - 2)]
        texts += parts
        labels += [label] * len(parts)
    return score(predict(model, texts, config), labels)[0]


CARD = """---
language: en
license: apache-2.0
library_name: transformers.js
pipeline_tag: text-classification
tags:
  - distilbert
  - onnx
  - news
datasets:
  - fancyzhx/ag_news
metrics:
  - accuracy
---

# agnews-distilbert-tiny

A very small news classifier: World, Sports, Business or Sci/Tech. It is the model that Rinse starts with, so
that wrong labels can be looked for without downloading anything. It reads a text, Rinse compares what it
expects with the label in the file, and the rows with the highest cross-entropy are the ones to check first.

## What is inside

DistilBERT with {layers} layers of {dim} dimensions, {heads} heads, {hidden} hidden units, {vocab} lower-case
WordPieces and {positions} positions: {parameters:.2f} million parameters. ONNX opset {opset}; inputs
`input_ids` and `attention_mask`, output `logits`. Two things differ from a plain export and change no logit:
the last layer is computed for [CLS] alone, since the classifier reads nothing else, and the scaling of the
attention is part of the query weights.

| file | size | weights | for |
|---|---|---|---|
| `onnx/model.onnx` | {size:.1f} MB | 32-bit floats | WebGPU and WASM |

## How it was trained

From nothing, on {train_rows:,} rows of AG News (17,286 rows without duplicates, {held_out:,} of them held out), by

    python3 tools/train_default_model.py

with seed {seed}: the vocabulary; word vectors from counts of co-occurrence; {mlm_epochs} epochs of masked language
modelling (AdamW, peak rate {mlm_rate:g}); at most {epochs} epochs of classification (peak rate {rate:g}, {masked:.0%} of the
tokens masked, label smoothing {smoothing:g}, a moving average of the weights). Two texts in five lose their
agency line and half-decoded HTML entities while training, because the model will also read clean text. Some
texts are joined, so that all {positions} positions are trained. The epoch with the lowest loss and one
temperature, which is part of the last layer's weights, were chosen on the held-out rows.

## Figures

On the {rows:,} rows of NoisyAG-News, where every row has a label by a human annotator and the true class;
{wrong:,} annotators' labels are wrong. No row of it was used for training or for choosing anything.

| | |
|---|---|
| accuracy against the true class | {accuracy:.3f} |
| mean cross-entropy against the true class | {loss:.3f} |
| average precision of the loss for finding wrong labels | {average_precision:.3f} |
| wrong labels among the 500 highest losses | {top:.1%} |
| expected calibration error, ten bins | {calibration_error:.3f} |
| accuracy on held-out texts joined to {positions} tokens | {long:.3f} |

The calibration error says how far the stated probabilities are from the truth on this kind of text; on any
other they are likely to be too confident.

There is no 8-bit file, although one is faster. Measured in onnxruntime-web on WASM with one thread: an export with
8-bit weights and one activation scale per batch was faster than the 32-bit file by a factor of 1.4 to 1.75 (processor
time for the same 640 rows, seven repeats, 1.6 in the median), but a row's loss then depends on its batch: scored
alone instead of among 32, half of 512 rows changed by more than 0.0001 and one by 0.097. With one scale per token the
factor was 0.9 to 1.4, 1.2 in the median, and two rows still changed, by up to 0.00075. In 32-bit floats no row
changed by more than 0.000002.

## Limits

- English news of 2004 and 2005. Later names and topics are unknown to it; other scripts become [UNK].
- Four classes that overlap: the business of technology firms and the politics of trade are often a toss-up,
  and a high loss there need not be an error.
- At most {positions} tokens; the rest of a text is not read.
- It ranks rows for a person to look at. It does not decide which label is right.

## Licence

The weights are under Apache-2.0. The AG News corpus was collected for research and other non-commercial use;
the corpus itself is not part of this folder.
"""


def write_card(path: Path, model: Classifier, config: Config, figures: Dict[str, float]) -> None:
    """README.md of the model folder."""
    used = [p for name, p in model.named_parameters() if not name.startswith("vocab_")]
    fields = {
        **{name: getattr(config, name) for name in config.__dataclass_fields__},
        **figures,
        "vocab": f"{model.words.num_embeddings:,}",
        "parameters": sum(p.numel() for p in used) / 1e6,
        "opset": OPSET,
        "size": (path.parent / "onnx" / "model.onnx").stat().st_size / 1e6,
    }
    path.write_text(CARD.format(**fields), encoding="utf-8")


# --- Command line -------------------------------------------------------------------------------


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    data = ROOT.parent / "shared" / "data"
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    add = parser.add_argument
    add("--train", type=Path, default=data / "agnews_train_17k.tsv", help="label<TAB>text, with a header")
    add("--evaluate", type=Path, default=data / "agnews_noisy_5000.csv", help="CSV with label, gt, text")
    add("--output", type=Path, default=ROOT / "public" / "models" / "agnews-distilbert-tiny")
    add("--work", type=Path, help="folder that keeps the weights after each phase; found ones are reused")
    add("--fixture", type=Path, help="also write token ids of hand-written strings, for the tests")
    add("--mlm-epochs", type=int, default=Config.mlm_epochs)
    add("--epochs", type=int, default=Config.epochs)
    add("--seed", type=int, default=Config.seed)
    add("--threads", type=int, default=2)
    add("--smoke", action="store_true", help="800 rows, one epoch of each phase: does every step run?")
    args = parser.parse_args()
    if args.smoke and args.output == parser.get_default("output"):
        parser.error("--smoke needs an --output of its own")
    return args


def prepare(args: argparse.Namespace, config: Config) -> Tuple[WordPiece, Rows, Rows]:
    """Read, learn the vocabulary (from the published and the cleaned texts), tokenise, split."""
    texts, labels = read_train(args.train)
    if args.smoke:
        texts, labels = texts[:800], labels[:800]
    cleaned = [clean(text) for text in texts]
    start = time.time()
    tokenizer = WordPiece(train_vocabulary([*texts, *cleaned], config.vocab))
    log.info("%d pieces in %.0f s", len(tokenizer.vocab), time.time() - start)
    rows = Rows([tokenizer.pieces(t) for t in texts], [tokenizer.pieces(t) for t in cleaned], labels)
    order = list(range(len(texts)))
    random.Random(config.seed).shuffle(order)
    cut = min(config.held_out, len(order) // 5)
    log.info("%d rows, %d held out, %.1f pieces a row", len(order), cut, sum(map(len, rows.raw)) / len(order))
    return tokenizer, rows.pick(order[cut:]), rows.pick(order[:cut])


def phase(model: Classifier, work: Optional[Path], name: str, train: Callable[[], None]) -> None:
    """Run a phase, or load what it left in the work folder."""
    path = work / f"{name}.pt" if work else None
    if path and path.exists():
        log.info("%s: weights from %s", name, path.name)
        model.load_state_dict(torch.load(path))
        return
    train()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), path)


def train_model(
    args: argparse.Namespace, config: Config, train: Rows, held_out: Rows, vocab: int
) -> Classifier:
    """Both phases and the calibration."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(config.seed)
    torch.use_deterministic_algorithms(True)
    model = Classifier(config, vocab)
    phase(model, args.work, "mlm", lambda: pretrain(model, train, config, random.Random(config.seed + 1)))

    def classify() -> None:
        torch.manual_seed(config.seed + 2)
        model.load_state_dict(fine_tune(model, train, held_out, config, random.Random(config.seed + 2)))
        log.info("temperature %.3f, folded into the classifier", calibrate(model, held_out, config))

    phase(model, args.work, "classifier", classify)
    return model


def write_model(folder: Path, model: Classifier, tokenizer: WordPiece, config: Config) -> None:
    """Everything but the card."""
    write_json(folder / "config.json", config_json(config, len(tokenizer.vocab)))
    write_json(folder / "tokenizer_config.json", tokenizer_config_json(config))
    write_json(folder / "tokenizer.json", tokenizer_json(tokenizer.vocab), indent=None)
    (folder / "onnx").mkdir(exist_ok=True)
    onnx.save(export_onnx(model, Graph()), str(folder / "onnx" / "model.onnx"))


def main() -> None:
    """Train, export, evaluate."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args = parse_arguments()
    mlm_epochs, epochs = (1, 1) if args.smoke else (args.mlm_epochs, args.epochs)
    config = Config(seed=args.seed, mlm_epochs=mlm_epochs, epochs=epochs)
    tokenizer, train, held_out = prepare(args, config)
    model = train_model(args, config, train, held_out, len(tokenizer.vocab))
    write_model(args.output, model, tokenizer, config)
    figures = evaluate(model, tokenizer, args.evaluate, config)
    figures["long"] = long_accuracy(model, held_out, config)
    figures["train_rows"] = len(train.raw)
    log.info("evaluation: %s", ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))
    write_card(args.output / "README.md", model, config, figures)
    if args.fixture:
        write_fixture(args.fixture, tokenizer)


if __name__ == "__main__":
    main()
