// node zhipu.js SERVER KEY PICTURE: what a client for Zhipu's platform does with a server of ours. Says all results in one line of JSON.
// It has no calls for videos of its own: these go through its public `request`, which signs them as it signs all others.
import { readFile } from 'node:fs/promises';
import { ZhipuAI } from 'zhipuai-sdk-nodejs-v4';

const [server, key, picture] = process.argv.slice(2);
const connect = apiKey => new ZhipuAI({ apiKey, baseUrl: `${server}/api/paas/v4`, cacheToken: false }).request;
const said = {};

async function result(client, task) {
  while (task.task_status === 'PROCESSING') {
    await new Promise(resolve => setTimeout(resolve, 200));
    task = await client.get(`async-result/${task.id}`);
  }
  return task;
}

async function refusal(act) {
  try {
    await act();
    return null;
  } catch (error) {
    return { status: error.response.status, ...error.response.data.error };
  }
}

const client = connect(`${key}.${key}`);
const request = { model: 'cogspace-tiny', prompt: 'a red circle moves from left to right', duration: 1, request_id: 'from-javascript' };
said.accepted = await client.post('videos/generations', request);
said.again = await client.post('videos/generations', request);
said.made = await result(client, said.accepted);
const [{ url, cover_image_url }] = said.made.video_result;
said.files = await Promise.all([url, cover_image_url].map(async address => {
  const answer = await fetch(address);
  return { type: answer.headers.get('content-type'), bytes: (await answer.arrayBuffer()).byteLength };
}));

const image_url = `data:image/png;base64,${(await readFile(picture)).toString('base64')}`;
said.picture = await result(
  client, await client.post('videos/generations', { model: 'cogspace-tiny-i2v', prompt: 'it moves', duration: 1, image_url }));

said.model = await refusal(() => client.post('videos/generations', { model: 'cogvideox-9', prompt: 'a' }));
said.task = await refusal(() => client.get('async-result/0123'));
said.forged = await refusal(() => connect(`${key}.another-secret`).get(`async-result/${said.accepted.id}`));
said.stranger = await refusal(() => connect('csk_wrong.csk_wrong').get(`async-result/${said.accepted.id}`));
console.log(JSON.stringify(said));
