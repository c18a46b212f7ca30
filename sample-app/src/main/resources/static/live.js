'use strict';

const POINTS = 120;       // of a chart: a minute
const RATE_POINTS = 5;    // a rate is that of two seconds
const QUIET_POINTS = 10;  // after five seconds without a result, a worker of another process is quiet
const LINES = 4;          // of the latest notes
const LOG_LINES = 200;

// What counts as a message of each pattern.
const COUNTS = {
  market: snapshot => receivedBy(snapshot, 'market-all-listener'),
  pipeline: snapshot => receivedBy(snapshot, 'results-listener'),
  request: snapshot => snapshot.requests.answered,
  bus: snapshot => receivedBy(snapshot, 'notes-listener'),
  flow: snapshot => receivedBy(snapshot, 'alerts-listener'),
  words: snapshot => receivedBy(snapshot, 'shouts-listener')
};

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenth = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const clock = new Intl.DateTimeFormat('en', {hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit'});

const snapshots = [];
const charts = {};
const figures = {};
const prices = {};
let log = [];
let held = false;

function byId(id) {
  return document.getElementById(id);
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function receivedBy(snapshot, listener) {
  const found = snapshot.listeners.find(each => each.id === listener);
  return found ? found.received : 0;
}

function sum(items, value) {
  return items.reduce((total, item) => total + value(item), 0);
}

// The growth of a counter in a second, over the last two seconds.
function rate(count) {
  const now = snapshots[snapshots.length - 1];
  const before = snapshots[Math.max(0, snapshots.length - RATE_POINTS)];
  const seconds = (now.at - before.at) / 1000;
  return seconds > 0 ? Math.max(0, (count(now) - count(before)) / seconds) : 0;
}

function perSecond(value) {
  return value >= 100 ? whole.format(value) : tenth.format(value);
}

function duration(ms) {
  if (!(ms > 0)) {
    return '–';
  }
  if (ms < 1) {
    return whole.format(ms * 1000) + ' µs';
  }
  return ms < 1000 ? tenth.format(ms) + ' ms' : tenth.format(ms / 1000) + ' s';
}

function chart(name, value) {
  const points = charts[name] = charts[name] || [];
  points.push(value);
  if (points.length > POINTS) {
    points.shift();
  }
  const svg = document.querySelector(`[data-spark="${name}"]`);
  if (!svg.firstChild) {
    svg.setAttribute('viewBox', `0 0 ${POINTS - 1} 30`);
    svg.setAttribute('preserveAspectRatio', 'none');
    for (const className of ['area', 'stroke']) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', className);
      svg.append(path);
    }
  }
  const most = Math.max(...points, 1e-9);
  const left = POINTS - points.length;
  const line = points.map((point, i) => `${left + i},${(29 - 27 * point / most).toFixed(1)}`).join('L');
  svg.firstChild.setAttribute('d', `M${left},30L${line}L${POINTS - 1},30Z`);
  svg.lastChild.setAttribute('d', `M${line}`);
}

// Keeps one element for each item, so that a button keeps the focus while numbers change.
function rows(container, items, key, create, update) {
  const present = new Map([...container.children].map(element => [element.dataset.key, element]));
  items.forEach((item, index) => {
    const id = key(item);
    let element = present.get(id);
    present.delete(id);
    if (!element) {
      element = create(item);
      element.dataset.key = id;
    }
    if (container.children[index] !== element) {
      container.insertBefore(element, container.children[index] || null);
    }
    update(element, item);
  });
  present.forEach(element => element.remove());
}

function makeRow() {
  const row = make('li');
  row.append(make('span', 'dot'), make('span', 'name'), make('span', 'count'));
  return row;
}

function updateRow(row, state, name, count, actions) {
  row.dataset.state = state;
  setText(row.querySelector('.name'), name);
  row.querySelector('.name').title = `${name} is ${state}`;
  setText(row.querySelector('.count'), state === 'running' ? count : `${state} · ${count}`);
  const buttons = row.querySelectorAll('button');
  actions.forEach((action, index) => {
    const button = buttons[index] || row.appendChild(make('button'));
    button.type = 'button';
    button.dataset.post = action.post;
    button.dataset.done = `${name}: ${action.label.toLowerCase()}, done`;
    button.setAttribute('aria-label', `${action.label} ${name}`);
    setText(button, action.label);
  });
}

function pauseAction(listener) {
  const verb = listener.paused ? 'resume' : 'pause';
  return {label: listener.paused ? 'Resume' : 'Pause', post: `/control/listeners/${listener.id}/${verb}`};
}

function stateOf(listener, isOpen) {
  return !isOpen || !listener.running ? 'stopped' : listener.paused ? 'paused' : 'running';
}

// Another process may have gone. It has no state here, only what it has done.
function stateElsewhere(done) {
  const before = snapshots[snapshots.length - 1 - QUIET_POINTS];
  return before && done(before) === done(snapshots[snapshots.length - 1]) ? 'quiet' : 'running';
}

function doneBy(snapshot, name) {
  const found = snapshot.workers.find(worker => worker.name === name);
  return found ? found.done : 0;
}

function facts(id, values) {
  rows(byId(id), Object.entries(values), ([name]) => name, () => {
    const fact = make('div');
    fact.append(make('dt'), make('dd'));
    return fact;
  }, (fact, [name, value]) => {
    setText(fact.firstChild, name);
    setText(fact.lastChild, whole.format(value));
  });
}

function notes(id, listener, text, none) {
  const latest = log.filter(message => message.listener === listener).slice(-LINES).reverse();
  const lines = latest.length ? latest : [{number: 0, none: true}];
  rows(byId(id), lines, line => String(line.number), line => {
    if (line.none) {
      return make('li', 'none', none);
    }
    const note = make('li');
    note.append(make('time', '', clock.format(line.at)), text(line.text));
    note.title = note.textContent;
    return note;
  }, () => {});
}

function noteText(json) {
  try {
    const note = JSON.parse(json);
    return `${note.from}: ${note.text}`;
  } catch (malformed) {
    return json;
  }
}

function showGlance(snapshot) {
  const received = each => sum(each.listeners, listener => listener.received) + each.requests.answered;
  const dropped = each => sum(each.sockets, socket => socket.dropped);
  const peers = sum(snapshot.sockets, socket => socket.peers);
  const slowest = Math.max(0, ...Object.values(snapshot.latencies).map(latency => latency.p99));
  const messages = rate(received);
  setText(byId('total-rate'), perSecond(messages));
  setText(byId('total-latency'), duration(slowest));
  setText(byId('total-peers'), whole.format(peers));
  setText(byId('total-dropped'), whole.format(dropped(snapshot)));
  chart('total', messages);
  chart('latency', slowest);
  chart('peers', peers);
  chart('dropped', rate(dropped));
  document.querySelector('[data-spark=dropped]').classList.toggle('bad', dropped(snapshot) > 0);
}

function makeFigures(pattern) {
  const card = document.querySelector(`[data-pattern="${pattern}"]`);
  const box = make('div', 'figures');
  const number = make('p');
  const value = make('strong', '', '–');
  number.append(value, make('small', '', ' /s'));
  const spark = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  spark.setAttribute('class', 'spark');
  spark.setAttribute('role', 'img');
  spark.setAttribute('aria-label', `${pattern}: messages per second, the last minute`);
  spark.dataset.spark = pattern;
  box.append(number, spark);
  const latency = make('dl', 'facts');
  const percentiles = {};
  for (const name of ['p50', 'p95', 'p99']) {
    const fact = make('div');
    percentiles[name] = make('dd', '', '–');
    fact.append(make('dt', '', name), percentiles[name]);
    latency.append(fact);
  }
  card.querySelector('.what').after(box, latency);
  return {value, latency, percentiles};
}

function showFigures(snapshot) {
  for (const [pattern, count] of Object.entries(COUNTS)) {
    const shown = figures[pattern] = figures[pattern] || makeFigures(pattern);
    const now = rate(count);
    setText(shown.value, perSecond(now));
    chart(pattern, now);
    const latency = snapshot.latencies[pattern];
    shown.latency.hidden = !latency;
    for (const [name, element] of Object.entries(shown.percentiles)) {
      setText(element, latency ? duration(latency[name]) : '–');
    }
  }
}

function showMarket(snapshot) {
  rows(byId('prices'), Object.values(snapshot.prices).slice(0, 9), price => price.symbol, price => {
    const box = make('li');
    box.append(make('span', '', price.symbol), make('b'), document.createTextNode(' '), make('i'));
    return box;
  }, (box, price) => {
    const before = prices[price.symbol];
    setText(box.querySelector('b'), price.amount.toFixed(4).slice(0, 7));
    if (before !== undefined && before !== price.amount) {
      const up = price.amount > before;
      const arrow = box.querySelector('i');
      arrow.className = up ? 'up' : 'down';
      setText(arrow, up ? '▲' : '▼');
    }
    prices[price.symbol] = price.amount;
  });
  const subscribers = snapshot.listeners.filter(listener => listener.socket.startsWith('market-'));
  rows(byId('subscribers'), subscribers, listener => listener.id, makeRow, (row, listener) =>
    updateRow(row, stateOf(listener, true), listener.socket, whole.format(listener.received), [pauseAction(listener)]));
}

function showPipeline(snapshot) {
  const socket = snapshot.sockets.find(each => each.name === 'tasks-out');
  facts('tasks', {sent: snapshot.tasks.sent, waiting: socket ? socket.queued : 0, refused: snapshot.tasks.refused});
  rows(byId('workers'), snapshot.workers, worker => worker.name, makeRow, (row, worker) => {
    const verb = worker.running ? 'kill' : 'restart';
    const post = `/workers/${verb}?name=${encodeURIComponent(worker.name)}`;
    const actions = worker.local ? [{label: worker.running ? 'Kill' : 'Restart', post}] : [];
    const state = worker.local
      ? (worker.running ? 'running' : 'stopped') : stateElsewhere(each => doneBy(each, worker.name));
    updateRow(row, state, worker.name, whole.format(worker.done), actions);
  });
  byId('add-worker').hidden = !snapshot.workers.some(worker => worker.local);
}

function showRequest(snapshot) {
  const requests = snapshot.requests;
  facts('requests', {
    answered: requests.answered, retried: requests.retried, 'failed over': requests.failedOver,
    'timed out': requests.timedOut
  });
  const local = snapshot.sockets.filter(socket => socket.name.startsWith('responder-'));
  const names = new Set([
    ...local.map(socket => snapshot.process + '/' + socket.name.slice('responder-'.length)),
    ...Object.keys(snapshot.responders)
  ]);
  rows(byId('responders'), [...names], name => name, makeRow, (row, name) => {
    const answers = whole.format(snapshot.responders[name] || 0);
    const socket = local.find(each => snapshot.process + '/' + each.name.slice('responder-'.length) === name);
    if (!socket) {
      updateRow(row, stateElsewhere(each => each.responders[name] || 0), name, answers, []);
      return;
    }
    const listener = snapshot.listeners.find(each => each.socket === socket.name);
    const stop = {
      label: socket.open ? 'Kill' : 'Restart',
      post: `/control/sockets/${socket.name}/${socket.open ? 'stop' : 'start'}`
    };
    updateRow(row, stateOf(listener, socket.open), name, answers, [pauseAction(listener), stop]);
  });
}

function showSockets(snapshot) {
  rows(byId('sockets'), snapshot.sockets, socket => socket.name, socket => {
    const row = make('tr');
    const name = make('th', '', socket.name);
    name.scope = 'row';
    row.append(name);
    for (let i = 0; i < 6; i++) {
      row.append(make('td'));
    }
    return row;
  }, (row, socket) => {
    const type = socket.type.toLowerCase();
    row.dataset.state = socket.open ? 'open' : 'stopped';
    setText(row.children[1], socket.open ? type : `${type}, stopped`);
    [socket.peers, socket.sent, socket.received, socket.queued, socket.dropped].forEach((value, index) =>
      setText(row.children[index + 2], whole.format(value)));
    row.lastChild.classList.toggle('some', socket.dropped > 0);
  });
}

// The sockets of a kernel are there in the profile jupyter only, and so is what shows it.
function showPython(snapshot) {
  if (byId('python').hidden && snapshot.sockets.some(socket => socket.name === 'kernel-shell')) {
    byId('python').hidden = false;
    import('./python.js');
  }
}

// A snapshot has the latest messages of each listener; here they stay a little longer.
function remember(messages) {
  const last = log.length ? log[log.length - 1].number : 0;
  const all = log.concat(messages.filter(message => message.number > last));
  const latest = all.slice(-LOG_LINES);
  const rare = all.slice(0, -LOG_LINES).filter(line =>
    messages.some(message => message.number === line.number));
  log = rare.concat(latest);
}

function showMessages() {
  if (held) {
    return;
  }
  rows(byId('messages'), [...log].reverse(), line => String(line.number), line => {
    const row = make('li');
    row.append(
      make('time', '', clock.format(line.at)),
      make('span', 'from', line.listener.replace(/-listener$/, '')),
      make('span', 'text', line.text));
    return row;
  }, () => {});
}

function show(snapshot) {
  snapshots.push(snapshot);
  if (snapshots.length > POINTS) {
    snapshots.shift();
  }
  remember(snapshot.messages);
  showGlance(snapshot);
  showFigures(snapshot);
  showMarket(snapshot);
  showPipeline(snapshot);
  showRequest(snapshot);
  notes('notes', 'notes-listener', noteText, 'Nothing was said yet.');
  notes('alerts', 'alerts-listener', text => text, 'No price has moved far yet.');
  notes('shouts', 'shouts-listener', text => text, 'Silence, so far.');
  showPython(snapshot);
  showSockets(snapshot);
  showMessages();
}

function connection(state, text) {
  const element = byId('connection');
  element.dataset.state = state;
  setText(element, text);
  document.body.classList.toggle('lost', state === 'lost');
}

let saidTimer;

function say(text) {
  const element = byId('said');
  element.textContent = text;
  element.classList.add('shown');
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => element.classList.remove('shown'), 4000);
}

async function post(path, done, body) {
  try {
    const answer = await fetch(path, {method: 'POST', headers: {'Content-Type': 'text/plain;charset=UTF-8'}, body});
    if (answer.ok) {
      say(done);
      return;
    }
    const problem = await answer.json().catch(() => ({}));
    say(problem.detail || problem.message || `${path} was answered with ${answer.status}`);
  } catch (failure) {
    say(`${path} cannot be reached`);
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-post]');
  if (button) {
    post(button.dataset.post, button.dataset.done, '');
  }
});

async function ask(form) {
  const output = form.querySelector('output');
  const number = form.elements.number.value;
  const startedAt = performance.now();
  try {
    const answer = await fetch(`/factors/${number}`);
    const body = await answer.json();
    output.textContent = answer.ok
      ? `${number} = ${body.factors.join(' × ')}, by ${body.responder} in ${duration(performance.now() - startedAt)}`
      : body.detail;
  } catch (failure) {
    output.textContent = 'The application cannot be reached.';
  }
}

document.addEventListener('submit', event => {
  const form = event.target;
  event.preventDefault();
  if (form.id === 'ask') {
    ask(form);
    return;
  }
  post(form.dataset.post, form.dataset.done, form.elements.text.value);
  form.reset();
});

byId('hold').addEventListener('click', event => {
  held = !held;
  event.target.setAttribute('aria-pressed', String(held));
});

const source = new EventSource('/live');
source.addEventListener('snapshot', event => {
  const snapshot = JSON.parse(event.data);
  const last = snapshots[snapshots.length - 1];
  if (last && snapshot.startedAt !== last.startedAt) {
    snapshots.length = 0;
    log = [];
  }
  show(snapshot);
  connection('live', snapshot.process === 'here' ? 'live' : `live: ${snapshot.process}`);
});
source.onerror = () => {
  if (source.readyState === EventSource.CLOSED) {
    connection('lost', 'closed: reload the page');
  } else {
    connection('lost', 'connection lost, trying again');
  }
};
