/** experimental */
import { exp, log } from './arithmetic.js';
export function fitPool(parts: Float32Array[], label: Int32Array, classes: number): Float64Array {
  const P = parts.length; const n = label.length;
  const w = new Float64Array(P).fill(1 / P);
  const lossOf = (w: Float64Array, grad: Float64Array | null, hess: Float64Array | null): number => {
    let loss = 0; let used = 0;
    grad?.fill(0); hess?.fill(0);
    const z = new Float64Array(classes); const mean = new Float64Array(P);
    const l = new Float64Array(P * classes);
    for (let r = 0; r < n; r++) {
      const y = label[r]!; if (y < 0) continue;
      used++;
      let max = -Infinity;
      for (let k = 0; k < classes; k++) {
        let s = 0;
        for (let p = 0; p < P; p++) { const v = Math.max(-13.8, parts[p]![r * classes + k]!); l[p * classes + k] = v; s += w[p]! * v; }
        z[k] = s; if (s > max) max = s;
      }
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += exp(z[k]! - max);
      loss += max + log(sum) - z[y]!;
      if (!grad || !hess) continue;
      for (let k = 0; k < classes; k++) z[k] = exp(z[k]! - max) / sum;
      for (let p = 0; p < P; p++) { let m = 0; for (let k = 0; k < classes; k++) m += z[k]! * l[p * classes + k]!; mean[p] = m; grad[p]! += m - l[p * classes + y]!; }
      for (let p = 0; p < P; p++) for (let q = 0; q <= p; q++) {
        let c = 0; for (let k = 0; k < classes; k++) c += z[k]! * l[p * classes + k]! * l[q * classes + k]!;
        hess[p * P + q]! += c - mean[p]! * mean[q]!;
      }
    }
    return loss / used;
  };
  const grad = new Float64Array(P); const hess = new Float64Array(P * P);
  for (let it = 0; it < 30; it++) {
    const before = lossOf(w, grad, hess);
    for (let p = 0; p < P; p++) for (let q = 0; q < p; q++) hess[q * P + p] = hess[p * P + q]!;
    for (let p = 0; p < P; p++) hess[p * P + p]! += 1e-6 * n;
    const step = solve(hess.slice(), grad.slice(), P);
    let t = 1; const next = new Float64Array(P);
    for (;;) { for (let p = 0; p < P; p++) next[p] = w[p]! - t * step[p]!; if (lossOf(next, null, null) <= before + 1e-12 || t < 1e-4) break; t /= 2; }
    let moved = 0; for (let p = 0; p < P; p++) { moved = Math.max(moved, Math.abs(next[p]! - w[p]!)); w[p] = next[p]!; }
    if (moved < 1e-7) break;
  }
  return w;
}
function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) { const f = a[j * n + i]! / a[i * n + i]!; for (let k = i; k < n; k++) a[j * n + k]! -= f * a[i * n + k]!; b[j]! -= f * b[i]!; }
  }
  for (let i = n - 1; i >= 0; i--) { for (let k = i + 1; k < n; k++) b[i]! -= a[i * n + k]! * b[k]!; b[i]! /= a[i * n + i]!; }
  return b;
}
