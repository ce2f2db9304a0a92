import { catalogue, type Event, published } from '@homeroom/contracts';
import { decider, type Deciding, each, follow, reaction, Rejected } from '@homeroom/eventsourcing';
import { deadline, RowInstant, RowKey, RowText, RowWhole, type RuntimeDefinition, view } from '@homeroom/platform';

/*
 * Two services that trust the platform blindly. Orders are placed, changed, closed; stock picks what was closed; orders note
 * what was picked and remind whoever has not paid in time. Where a careful decider would answer `[]` to a second reaction,
 * reminder or note, these record it again: what the platform does twice shows in the log.
 */

export type OrderPlaced = Event<'OrderPlaced', { orderId: string; item: string; count: number; payBy: string }>;
export type OrderChanged = Event<'OrderChanged', { orderId: string; item: string; more: number }>;
export type OrderClosed = Event<'OrderClosed', { orderId: string; item: string }>;
export type PaymentReminded = Event<'PaymentReminded', { orderId: string; payBy: string }>;
export type DeliveryNoted = Event<'DeliveryNoted', { orderId: string; pickId: string }>;
export type OrdersEvent = OrderPlaced | OrderChanged | OrderClosed | PaymentReminded | DeliveryNoted;
export const ordersEvents = catalogue<OrdersEvent>()('orders', {
  OrderPlaced: published('order'), OrderChanged: published('order'), OrderClosed: published('order'), PaymentReminded: published('order'), DeliveryNoted: published('order'),
});

export type PickStarted = Event<'PickStarted', { pickId: string; orderId: string }>;
export type PickFinished = Event<'PickFinished', { pickId: string; orderId: string }>;
export type StockEvent = PickStarted | PickFinished;
export const stockEvents = catalogue<StockEvent>()('stock', { PickStarted: published('pick'), PickFinished: published('pick') });

/** An item that stock does not have: what is asked of it is rejected. */
export const NOT_IN_STOCK = 'unicorn';

interface OrderState { readonly status: 'none' | 'open' | 'closed'; readonly item: string; readonly count: number }

export const order = decider<OrderState, OrdersEvent>()('order', {
  initial: { status: 'none', item: '', count: 0 },
  decide: {
    PlaceOrder: (data: { item: string; count: number; payBy: string }, { id, state }: Deciding<OrderState>): OrdersEvent[] =>
      state.status === 'none' ? [{ type: 'OrderPlaced', data: { orderId: id, ...data } }] : [],
    ChangeOrder: ({ more }: { more: number }, { id, state }: Deciding<OrderState>): OrdersEvent[] => {
      if (state.status !== 'open') throw new Rejected('order-not-open', 'Place the order first, and change it before it is closed.');
      return [{ type: 'OrderChanged', data: { orderId: id, item: state.item, more } }];
    },
    CloseOrder: (_: object, { id, state }: Deciding<OrderState>): OrdersEvent[] => {
      if (state.status === 'none') throw new Rejected('order-not-open', 'Place the order first.');
      return state.status === 'open' ? [{ type: 'OrderClosed', data: { orderId: id, item: state.item } }] : [];
    },
    RemindOfPayment: ({ payBy }: { payBy: string }, { id, state }: Deciding<OrderState>): OrdersEvent[] => {
      // Lost with a restored log: a reminder now would be the one of the order that is placed anew, and known by then.
      if (state.status === 'none') throw new Rejected('order-not-placed', 'Place the order first.');
      return [{ type: 'PaymentReminded', data: { orderId: id, payBy } }];
    },
    NoteDelivery: ({ pickId }: { pickId: string }, { id }: Deciding<OrderState>): OrdersEvent[] => [{ type: 'DeliveryNoted', data: { orderId: id, pickId } }],
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'OrderPlaced': return { status: 'open', item: event.data.item, count: event.data.count };
      case 'OrderChanged': return { ...state, count: state.count + event.data.more };
      case 'OrderClosed': return { ...state, status: 'closed' };
      case 'PaymentReminded': case 'DeliveryNoted': return state;
    }
  },
});

export const pick = decider<'none' | 'started' | 'finished', StockEvent>()('pick', {
  initial: 'none',
  decide: {
    StartPick: ({ orderId, item }: { orderId: string; item: string }, { id }: Deciding<string>): StockEvent[] => {
      if (item === NOT_IN_STOCK) throw new Rejected('nothing-to-pick', 'There is none in stock.');
      return [{ type: 'PickStarted', data: { pickId: id, orderId } }];
    },
    FinishPick: ({ orderId }: { orderId: string }, { id, state }: Deciding<string>): StockEvent[] => {
      if (state === 'none') throw new Rejected('pick-not-started', 'Start the pick first.');
      return state === 'started' ? [{ type: 'PickFinished', data: { pickId: id, orderId } }] : [];
    },
  },
  evolve: (_, event) => (event.type === 'PickStarted' ? 'started' : 'finished'),
});

export class OrderRow {
  @RowKey('The order') orderId!: string;
  @RowText('What is ordered') item!: string;
  @RowWhole('How many') count!: number;
  @RowInstant('When to remind of the payment', { optional: true }) payBy!: string | null;
  @RowWhole('Reminders sent') reminders!: number;
  @RowWhole('Deliveries noted') deliveries!: number;
}

export const orderBoard = view<OrdersEvent>()(OrderRow, {
  name: 'order-board', version: 1, key: 'orderId', indexes: [['payBy']],
  on: {
    OrderPlaced: (_, { data }) => ({ ...data, reminders: 0, deliveries: 0 }),
    OrderChanged: (row, { data }) => row && { ...row, count: row.count + data.more },
    // Of an order that a restored log lost, and that was placed anew under its id, somebody may still be reminded: that settles nothing of this one.
    PaymentReminded: (row, { data }) => row && { ...row, payBy: row.payBy === data.payBy ? null : row.payBy, reminders: row.reminders + 1 },
    DeliveryNoted: (row) => row && { ...row, deliveries: row.deliveries + 1 },
  },
});

export class DemandRow {
  @RowKey('The item') item!: string;
  @RowWhole('How many were ordered') count!: number;
}

/** Counts: whatever is folded twice, or not at all, shows in a sum. */
export const demand = view<OrdersEvent>()(DemandRow, {
  name: 'demand', version: 1, key: 'item',
  on: {
    OrderPlaced: (row, { data: { item, count } }) => ({ item, count: (row?.count ?? 0) + count }),
    OrderChanged: (row, { data: { item, more } }) => ({ item, count: (row?.count ?? 0) + more }),
    OrderClosed: (row, { data: { item } }) => row && { item, count: row.count - 1 },
  },
});

export class PickingRow {
  @RowKey('The order') orderId!: string;
  @RowWhole('Times it was closed') closed!: number;
  @RowWhole('Picks started') started!: number;
  @RowWhole('Picks finished') finished!: number;
}

const counted = (row: PickingRow | undefined, orderId: string, field: 'closed' | 'started' | 'finished'): PickingRow => {
  const from = row ?? { orderId, closed: 0, started: 0, finished: 0 };
  return { ...from, [field]: from[field] + 1 };
};

/** Over both services' logs: counts commute, so interleaving does not matter. */
export const picking = view<OrdersEvent | StockEvent>()(PickingRow, {
  name: 'picking', version: 1, key: 'orderId',
  on: {
    OrderClosed: each((e) => [e.data.orderId], (row, _, key) => counted(row, key, 'closed')),
    PickStarted: (row, { data }) => counted(row, data.orderId, 'started'),
    PickFinished: (row, { data }) => counted(row, data.orderId, 'finished'),
  },
});

const startPicks = reaction<OrdersEvent>()('start-picks-of-closed-orders', {
  from: 'start',
  on: { OrderClosed: ({ data: { orderId, item } }, ask) => [follow(pick, ask.newId(), 'StartPick', { orderId, item })] },
});

const noteDeliveries = reaction<StockEvent>()('note-deliveries', {
  from: 'start',
  on: { PickFinished: ({ data: { orderId, pickId } }) => [follow(order, orderId, 'NoteDelivery', { pickId })] },
});

export const orders: RuntimeDefinition = {
  name: 'orders', events: ordersEvents, peers: [stockEvents], streams: [order], views: [orderBoard, demand], reactions: [noteDeliveries],
  deadlines: [deadline(orderBoard, { name: 'remind-of-payments', dueAt: 'payBy', elapse: (row) => follow(order, row.orderId, 'RemindOfPayment', { payBy: row.payBy! }) })],
};

export const stock: RuntimeDefinition = {
  name: 'stock', events: stockEvents, peers: [ordersEvents], streams: [pick], views: [picking], reactions: [startPicks], deadlines: [],
};
