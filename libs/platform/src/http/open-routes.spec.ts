import { Body, Controller, Post } from '@nestjs/common';
import { catalogue, type Event, published } from '@homeroom/contracts';
import { decider, type Deciding, Flawed } from '@homeroom/eventsourcing';
import { type Api, startApi, USUAL_COUNTY } from '@homeroom/testing';
import { service } from '../service/service';
import { EventStream, InjectStream } from './event-stream';
import { Json, Text, Texts } from './fields';
import { Handles } from './handles';
import { NewTarget, Target } from './target';
import { anyone, role } from './who-may';

type SlipDropped = Event<'SlipDropped', { boxId: string; slip: string }>;
type FormFiled = Event<'FormFiled', { boxId: string; form: object }>;
type BoxEvent = SlipDropped | FormFiled;
const boxEvents = catalogue<BoxEvent>()('boxes', { SlipDropped: published('box'), FormFiled: published('box') });

class DropSlip { @Text('The slip') slip!: string; }
class FileForm {
  @Json('The form', { depth: 4, values: 10 }) form!: object;
  @Texts('Codes', { max: 2, pattern: /[a-z]+/, optional: true }) codes?: string[];
}

const box = decider<object, BoxEvent>()('box', {
  initial: {},
  decide: {
    DropSlip: ({ slip }: DropSlip, { id }: Deciding<object>): BoxEvent[] => [{ type: 'SlipDropped', data: { boxId: id, slip } }],
    FileForm: ({ form }: FileForm, { id }: Deciding<object>): BoxEvent[] => {
      if ('bad' in form) throw new Flawed('form-faulty', 'The form has faults.', [{ pointer: '/bad', code: 'not-good', says: { 'zh-CN': '不好', en: 'Not good' } }, { pointer: '/worse', code: 'worse', says: { 'zh-CN': '更坏', en: 'Worse' } }]);
      return [{ type: 'FormFiled', data: { boxId: id, form } }];
    },
  },
  evolve: (state) => state,
});

@Controller('v1')
class BoxRoutes {
  constructor(@InjectStream(box) private readonly boxes: EventStream<typeof box>) {}

  @Post('counties/:county/boxes/:boxId/slips')
  @Handles(DropSlip, { may: anyone, summary: 'Drop a slip' })
  dropSlip(@Target('boxId') target: Target, @Body() data: DropSlip) {
    return this.boxes.handle(target, 'DropSlip', data);
  }

  @Post('boxes')
  @Handles(FileForm, { may: role('school-staff'), summary: 'File a form' })
  fileForm(@NewTarget('boxId') target: Target, @Body() data: FileForm) {
    return this.boxes.handle(target, 'FileForm', data);
  }
}

const boxes = service({ name: 'boxes', says: 'Boxes.', events: boxEvents, streams: [box], routes: [BoxRoutes] });
const boxId = '018f6b1e-0000-7000-8000-000000000001';
const json = { 'content-type': 'application/json' };
let api: Api;
beforeAll(async () => { api = await startApi(boxes); });
afterAll(() => api.close());
const drop = (headers: Record<string, string> = {}, county = USUAL_COUNTY, payload = '{"slip":"x"}') => api.inject({ method: 'POST', url: `/v1/counties/${county}/boxes/${boxId}/slips`, headers: { ...json, ...headers }, payload });

describe('a route for anyone', () => {
  it('needs no token and believes none', async () => {
    expect((await drop()).status).toBe(200);
    expect((await drop({ authorization: 'Bearer nonsense', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })).status).toBe(200);
    for (const { meta } of api.events()) expect([meta.actor, meta.traceparent]).toEqual([{ personId: 'anonymous', role: 'none' }, undefined]);
  });
  it('is in a county that is here, and checks what it is told', async () => {
    expect((await drop({}, '999999')).status).toBe(404);
    expect((await drop({}, USUAL_COUNTY, '{}')).body).toMatchObject({ status: 400, errors: [{ pointer: '/slip', code: 'required' }] });
    expect((await drop({ 'content-type': 'text/plain' })).status).toBe(415);
  });
  it('opens no other one', async () => expect((await api.inject({ method: 'POST', url: '/v1/boxes', headers: json, payload: '{}' })).status).toBe(401));
  it('does not start without a county in its path', async () => {
    @Controller('v1/boxes')
    class Countyless {
      @Post(':boxId/slips')
      @Handles(DropSlip, { may: anyone, summary: 'Drop a slip' })
      dropSlip(@Target('boxId') _: Target, @Body() __: DropSlip) { return undefined; }
    }
    await expect(startApi(service({ ...boxes, routes: [Countyless] }))).rejects.toThrow(':county');
  });
});

describe('a document in a body', () => {
  const file = (form: string) => api.inject({ method: 'POST', url: '/v1/boxes', payload: `{"form":${form}}`, headers: { ...json, authorization: `Bearer ${Buffer.from(JSON.stringify({ personId: 'p', county: USUAL_COUNTY, roles: ['school-staff'] })).toString('base64url')}` } });
  const faults = async (form: string) => (await file(form)).body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]);

  it('is taken as it is', async () => {
    expect((await file('{"a":{"b":["1",2,null,true]}}')).status).toBe(200);
    expect(api.events().at(-1)).toMatchObject({ data: { form: { a: { b: ['1', 2, null, true] } } } });
  });
  it('is a bounded object of whole numbers and text that can be stored', async () => {
    expect(await faults('[]')).toEqual([['/form', 'not-an-object']]);
    expect(await faults('{"a":0.5,"b":1e400,"c":"\\u0000"}')).toEqual([['/form/a', 'not-a-whole-number'], ['/form/b', 'not-a-whole-number'], ['/form/c', 'bad-characters']]);
    expect(await faults('{"a":{"b":{"c":{"d":{}}}}}')).toEqual([['/form/a/b/c/d', 'too-deep']]);
    expect(await faults(`{"a":[${'1,'.repeat(20)}1]}`)).toEqual([['/form', 'too-many']]);
  });
  it('has all the flaws that the rules find told at once', async () => {
    const { status, body } = await file('{"bad":1}');
    expect([status, body.code, body.details, body.errors]).toEqual([409, 'form-faulty', { flaws: 2 }, [{ pointer: '/bad', code: 'not-good', detail: 'Not good' }, { pointer: '/worse', code: 'worse', detail: 'Worse' }]]);
  });
});
