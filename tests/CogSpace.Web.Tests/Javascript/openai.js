// What OpenAI's own client does with a server of ours. Says all results in one line of JSON.
import { readFile } from 'node:fs/promises';
import OpenAI, { toFile } from 'openai';

const [server, key, picture] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${server}/v1`, apiKey: key, maxRetries: 5 });
const said = {};
const say = (what, value) => said[what] = value;

async function finished(video) {
  while (video.status === 'queued' || video.status === 'in_progress') {
    await new Promise(resolve => setTimeout(resolve, 200));
    video = await client.videos.retrieve(video.id);
  }
  return video;
}

async function refusal(act) {
  try {
    await act();
    return null;
  } catch (error) {
    return { status: error.status, type: error.type, param: error.param, code: error.code, message: error.message };
  }
}

const models = [];
for await (const model of client.models.list()) models.push(model.id);
say('models', models);

const prompt = 'a red circle moves from left to right on a white background';
const video = await client.videos.create({ prompt, seconds: '1', size: '96x64', model: 'sora-2' });
say('created', video);
const made = await finished(video);
say('finished', made);
const content = await client.videos.downloadContent(made.id);
say('content', { type: content.headers.get('content-type'), bytes: (await content.arrayBuffer()).byteLength });
const thumbnail = await client.videos.downloadContent(made.id, { variant: 'thumbnail' });
say('thumbnail', { type: thumbnail.headers.get('content-type'), bytes: (await thumbnail.arrayBuffer()).byteLength });

const file = await toFile(await readFile(picture), 'a.png', { type: 'image/png' });
say('picture', await finished(await client.videos.create({ prompt, seconds: '1', input_reference: file })));
const inline = `data:image/png;base64,${(await readFile(picture)).toString('base64')}`;
say('inline', await finished(await client.videos.create({ prompt, seconds: '1', input_reference: { image_url: inline } })));
say('remix', await finished(await client.videos.remix(made.id, { prompt: 'a large blue circle' })));
say('edit', await finished(await client.videos.edit({ prompt: 'a large green circle', video: { id: made.id } })));
say('extend', await finished(await client.videos.extend({ prompt, seconds: '1', video: { id: made.id } })));

const listed = [];
for await (const each of client.videos.list({ limit: 2 })) listed.push(each.id);
say('listed', listed);
say('deleted', await client.videos.delete(made.id));
say('gone', await refusal(() => client.videos.retrieve(made.id)));
say('size', await refusal(() => client.videos.create({ prompt, size: '1280x720' })));
say('seconds', await refusal(() => client.videos.create({ prompt, seconds: '12' })));
say('model', await refusal(() => client.videos.create({ prompt, model: 'dall-e-3' })));
say('stranger', await refusal(() => new OpenAI({ baseURL: `${server}/v1`, apiKey: 'sk-wrong' }).videos.list()));
console.log(JSON.stringify(said));
