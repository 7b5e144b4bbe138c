import type { Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY } from './policy.mjs';

const BEFORE = '<meta charset="utf-8" />';

/**
 * Writes the page's policy into the built index.html, for hosts that send no headers: ahead of everything that it rules.
 * Not in development, where Vite's client needs inline styles.
 */
export function policyTag(): Plugin {
  return {
    name: 'policy-tag',
    apply: 'build',
    transformIndexHtml(html) {
      if (!html.includes(BEFORE)) throw new Error(`index.html has lost its ${BEFORE}`);
      return html.replace(
        BEFORE,
        `${BEFORE}\n    <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}" />`,
      );
    },
  };
}
