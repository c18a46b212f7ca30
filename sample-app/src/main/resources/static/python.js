// The box to type Python into. Loaded by live.js, whose functions it uses, in the profile jupyter.

const CELLS = 50;                // the latest
const CHARACTERS = 100_000;      // of a cell, and of all cells together
const KINDS = {result: 'result', error: 'error', stderr: 'stderr'};

const cells = byId('cells');
let following = true;            // the end of the output, until the user scrolls away from it

function cellOf(number) {
  let cell = cells.querySelector(`[data-cell="${number}"]`);
  if (!cell) {
    cell = make('li');
    cell.dataset.cell = number;
    cell.dataset.state = 'running';
    cells.append(cell);
  }
  return cell;
}

// A carriage return begins the line again, as progress bars do.
function overwritten(text) {
  return text.replace(/\r+\n/g, '\n').replace(/^.*\r/gm, '');
}

function print(cell, kind, text) {
  const done = cell.querySelector('.done');
  const before = done ? done.previousElementSibling : cell.lastElementChild;
  let output = before;
  if (!output || output.className !== kind || kind === 'code') {
    output = make('pre', kind);
    cell.insertBefore(output, done);
  }
  output.textContent = overwritten(output.textContent + text).slice(-CHARACTERS);
}

function addEntry(entry) {
  if (entry.kind === 'prompt') {
    return;
  }
  if (entry.kind === 'note') {
    cells.append(make('li', 'note', entry.text));
  } else if (entry.kind === 'done') {
    const cell = cellOf(entry.cell);
    cell.dataset.state = entry.text.startsWith('ok') ? 'ok' : 'failed';
    cell.append(make('p', 'done', entry.text));
  } else {
    const kind = entry.kind === 'code' ? 'code' : KINDS[entry.kind] || 'stdout';
    print(cellOf(entry.cell), kind, entry.text);
  }
}

function forget() {
  const long = () => cells.textContent.length > CHARACTERS;
  while (cells.children.length > 1 && (cells.children.length > CELLS || long())) {
    cells.firstElementChild.remove();
  }
}

function showKernel(kernel) {
  const state = kernel.status.toLowerCase();
  const ready = state === 'ready';
  byId('kernel').dataset.state = state;
  setText(byId('kernel'), ready && kernel.busy ? 'Code is running.' : kernel.detail);
  byId('run').disabled = !ready;
  byId('interrupt').disabled = !kernel.busy;
  byId('restart').disabled = state === 'starting';
  const asks = byId('line').hidden && kernel.prompt;
  byId('line').hidden = !kernel.prompt;
  if (kernel.prompt) {
    setText(byId('asked'), kernel.prompt.prompt || 'Input');
    byId('typed').type = kernel.prompt.password ? 'password' : 'text';
  }
  if (asks) {
    byId('typed').focus();
  }
}

function update({begin, missed, entries, kernel}) {
  if (begin) {
    cells.replaceChildren();
  }
  if (missed > 0) {
    cells.append(make('li', 'note', `… ${missed} pieces of output came too fast …`));
  }
  entries.forEach(addEntry);
  forget();
  showKernel(kernel);
  if (following) {
    cells.scrollTop = cells.scrollHeight;
  }
}

async function submit(path, text) {
  const answer = await fetch(path, {method: 'POST', headers: {'Content-Type': 'text/plain;charset=UTF-8'}, body: text})
    .catch(() => null);
  if (!answer || !answer.ok) {
    const problem = answer ? await answer.json().catch(() => ({})) : {};
    say(problem.detail || `${path} cannot be reached`);
  }
  return Boolean(answer && answer.ok);
}

// The event ends here: live.js, further up, sends the forms of all other cards.
function onSubmit(form, path) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    event.stopPropagation();
    following = true;
    const field = form.elements.text;
    const text = field.value;
    if (await submit(path, text) && field.value === text) {
      field.value = '';
    }
  });
}

onSubmit(byId('cell'), '/jupyter/run');
onSubmit(byId('line'), '/jupyter/input');
cells.addEventListener('scroll', () => {
  following = cells.scrollHeight - cells.scrollTop - cells.clientHeight < 40;
});
byId('interrupt').addEventListener('click', () => submit('/jupyter/interrupt'));
byId('restart').addEventListener('click', () => submit('/jupyter/restart'));
byId('code').addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    byId('cell').requestSubmit(byId('run').disabled ? undefined : byId('run'));
  }
});

new EventSource('/jupyter/live').addEventListener('update', event => update(JSON.parse(event.data)));
