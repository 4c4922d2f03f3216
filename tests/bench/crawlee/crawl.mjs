// Crawlee as its guides show it: the Cheerio crawler, links of the same host, and its own extraction of contact data.
// Started as `node crawl.mjs PAGES CONCURRENCY URL...`, in a folder where package.json's packages are installed.
import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';
import { social } from '@crawlee/utils';

const [pages, concurrency, ...urls] = process.argv.slice(2);
const asked = new Map(urls.map((url) => [new URL(url).host, 1]));
log.setLevel(log.LEVELS.WARNING);

const crawler = new CheerioCrawler(
    {
        minConcurrency: Math.min(Number(concurrency), 20),
        maxConcurrency: Number(concurrency),
        maxRequestRetries: 0,
        async requestHandler({ request, body, enqueueLinks }) {
            social.parseHandlesFromHtml(body.toString());
            const host = new URL(request.url).host;
            const room = Number(pages) - asked.get(host);
            if (room > 0) {
                const added = await enqueueLinks({ strategy: 'same-hostname', limit: room });
                asked.set(host, asked.get(host) + added.processedRequests.filter((item) => !item.wasAlreadyPresent).length);
            }
        },
    },
    new Configuration({ persistStorage: false, availableMemoryRatio: 0.5 }),
);
await crawler.run(urls);
