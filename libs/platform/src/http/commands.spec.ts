import { type Api, notebookService, startApi } from '@homeroom/testing';
describe('smoke', () => {
  it('opens', async () => {
    const api = await startApi(notebookService);
    const a = await api.as({}).post('/v1/notebooks', { title: 't', kind: 'LOG', owner: '王' });
    console.log(JSON.stringify(a, null, 1), JSON.stringify(api.events()), api.logged);
    console.log(JSON.stringify(await api.as({}).post('/v1/notebooks', { title: 't', kind: 'LOGS', owner: '王', x: 1, constructor: 1 }), null, 1), api.logged);
    await api.close();
  });
});
