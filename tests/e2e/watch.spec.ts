import { createServer } from 'node:http';
import { HOST, listen } from '../../tools/serve.mjs';
import { expect, test } from './fixtures.js';

test('the fixture reports requests of a page, a worker and a service worker to other origins', async ({
  page,
  watch,
}) => {
  const other = createServer((_, response) => {
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end();
  });
  const elsewhere = `http://${HOST}:${await listen(other, 0)}`;
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', '<script src="page.js"></script>'],
    '/page.js': [
      'text/javascript',
      `fetch('${elsewhere}/page'); new Worker('worker.js'); navigator.serviceWorker.register('sw.js')`,
    ],
    '/worker.js': ['text/javascript', `fetch('${elsewhere}/worker')`],
    '/sw.js': ['text/javascript', `oninstall = (event) => event.waitUntil(fetch('${elsewhere}/service-worker'))`],
  };
  const careless = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'Content-Type': type }).end(text);
  });
  const origin = `http://${HOST}:${await listen(careless, 0)}`;
  watch.allow(origin);

  await page.goto(`${origin}/`);
  await expect
    .poll(() => [...watch.strays].sort())
    .toEqual([`${elsewhere}/page`, `${elsewhere}/service-worker`, `${elsewhere}/worker`]);

  watch.strays.length = 0;
  for (const server of [careless, other]) {
    server.closeAllConnections();
    server.close();
  }
});
