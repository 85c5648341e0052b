// The class as a list.
import { h, htm } from '../vendor/libraries.js';
import { hands, keys } from './hand.js';
import { mould, observe, part, Pupils, space } from './pupils.js';
import { signElement } from './sign.js';
import { fullName, t } from './words.js';

const html = htm.bind(h);

/**
 * Columns as they fit: as few as show everybody, never rows under 48 px.
 * @param {number} n @param {number} width @param {number} height @param {number} rem
 * @returns {{columns:number, rows:number}}
 */
export function fit(n, width, height, rem = 16) {
  const most = Math.max(1, Math.floor(width / (18 * rem))), tall = Math.max(1, Math.floor(height / (3 * rem)));
  const columns = Math.max(1, Math.min(most, Math.ceil(n / tall)));
  return { columns, rows: Math.max(1, Math.ceil(n / columns)) };
}

const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
const row = mould('<li class="row"><button type="button" class="more" data-act="more" tabindex="-1"> </button>'
  + '<button type="button" class="name" data-act="cycle" tabindex="-1"><span class="who"><b> </b> </span></button>'
  + '<button type="button" class="aim A" data-act="absent" tabindex="-1">A</button><button type="button" class="aim R" data-act="late" tabindex="-1">R</button></li>');

/** The list, in as many columns as show everybody. */
export class Rows extends Pupils {
  per = 1;
  shouldComponentUpdate(next) { return next.lang !== this.props.lang; }
  render() {
    const w = t();
    return html`<main class="sheet" ref=${observe}><h2 class="unseen">${w.list}</h2><p class="unseen" id="keys">${w.keys}</p>
      <ol ref=${el => { this.list = el; }} aria-describedby="keys" ...${hands} onKeyDown=${e => keys(e, this.per)}></ol></main>`;
  }

  lay(roll, taste) {
    const { columns, rows } = fit(roll.rows.length, space.value.width, space.value.height, rem), css = taste.left ? 'rows left' : 'rows';
    const room = Math.floor((space.value.width / columns - (innerWidth > 43.75 * rem ? 192 : 166)) / (.7 * rem)); // letters of a name, in capitals, on one line beside the keys
    const many = !taste.firsts && roll.rows.filter(r => fullName(r.pupil).length > room).length * 6 > roll.rows.length, letters = many ? 0 : room; // so many small ones: all of them, for an even page
    if (this.look === `${css} ${columns} ${rows} ${letters}`) return;
    Object.assign(this, { look: `${css} ${columns} ${rows} ${letters}`, per: rows, letters });
    for (const { el, told } of this.lines.values()) el.classList.toggle('long', told.name?.length > letters);
    this.list.className = css;
    this.list.style.setProperty('--rows', rows);
    this.list.dataset.columns = columns;
  }

  cast() {
    const el = row(), [more, name, absent, late] = el.children;
    return { el, more, name, who: name.firstElementChild, aims: [[absent, 'A'], [late, 'R']] };
  }

  tell(line, s, differs, old) {
    const w = t();
    if (differs('number', 'name', 'family')) naming(line, s, w, this.letters);
    if (differs('word', 'hint', 'sign', 'name', 'known')) saying(line, s, w);
    if (differs('settle', 'name') && (s.settle || old.settle)) settling(line, s, w);
    if (differs('kind', 'offered')) for (const [aim, kind] of line.aims) {
      aim.setAttribute('aria-pressed', String(s.kind === kind));
      if (kind === 'A') aim.classList.toggle('offered', s.offered);
    }
  }
}

function naming(line, s, w, letters) {
  const { el, more, who, aims } = line;
  more.firstChild.data = s.number;
  more.setAttribute('aria-label', w.more(s.number, s.name));
  el.classList.toggle('long', s.name.length > letters);
  who.firstChild.firstChild.data = s.family || s.first;
  who.lastChild.data = s.family ? ` ${s.first}` : '';
  for (const [aim, kind] of aims) aim.setAttribute('aria-label', `${kind}, ${w.rowLabel(w.aim[kind], s.name)}`); // what is seen comes first, to be said
}

/** The second line: a sign, the mark, what else is known. A pupil of whom there is nothing to say is present, but not who is known to be away. */
function saying({ name }, s, w) {
  while (name.childNodes.length > 1) name.lastChild.remove();
  if (!s.word && !s.hint) return name.setAttribute('aria-label', w.rowLabel(s.name, w.markOf('P')));
  name.removeAttribute('aria-label');
  if (!s.word) name.append(part('span', s.known === 'away' ? ', ' : `, ${w.markOf('P')} `, 'unseen'));
  const small = document.createElement('small');
  small.append(...[s.sign && signElement(s.sign), s.sign && ' ', s.word, s.word && s.hint && ' · ', s.hint && part('i', s.hint, '')].filter(Boolean));
  if (s.sign || small.textContent.length > 12) small.className = 'long';
  name.append(small);
}

/** In a disagreement what each said stands where A and R stood: one tap settles it. */
function settling({ el, aims }, s, w) {
  for (const button of [...el.children].slice(2)) button.remove();
  el.append(...s.settle ? s.settle.split('|').slice(0, 3).map(choice => {
    const [kind, minutes] = choice.split(' '), button = Object.assign(document.createElement('button'), { type: 'button', className: `aim ${kind}`, tabIndex: -1, textContent: kind + minutes });
    Object.assign(button.dataset, { act: 'settle', kind, minutes });
    button.setAttribute('aria-label', `${w.settleAs(s.name, w.markOf(kind, +minutes || null))}, ${kind}${minutes}`); // what is seen can be said
    return button;
  }) : aims.map(([aim]) => aim));
}
