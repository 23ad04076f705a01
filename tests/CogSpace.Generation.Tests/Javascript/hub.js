// node hub.js list|download|snapshot|scan ADDRESS-OR-FOLDER ...: what @huggingface/hub makes of it, as JSON.
import { createHash } from 'node:crypto';
import { downloadFile, listFiles, scanCacheDir, snapshotDownload } from '@huggingface/hub';

const [verb, place, repo, argument] = process.argv.slice(2);
console.debug = () => {};

const verbs = {
  async list() {
    const files = {};
    for await (const file of listFiles({ repo, hubUrl: place, recursive: true })) {
      if (file.type === 'file') files[file.path] = file.size;
    }
    return files;
  },

  async download() {
    const blob = await downloadFile({ repo, path: argument, hubUrl: place });
    const bytes = Buffer.from(await blob.arrayBuffer());
    return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  },

  snapshot: () => snapshotDownload({ repo, cacheDir: argument, hubUrl: place }),

  async scan() {
    const cache = await scanCacheDir(place);
    return {
      warnings: cache.warnings.map(String),
      repos: cache.repos.map(found => ({
        name: found.id.name,
        size: found.size,
        revisions: found.revisions.map(revision => ({ commit: revision.commitOid, refs: revision.refs, files: revision.files.length })),
      })),
    };
  },
};

console.log(JSON.stringify(await verbs[verb]()));
