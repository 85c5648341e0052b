// The class as tiles: each pupil's face or initials, first name, state.
import { h, htm } from '../vendor/libraries.js';
import { face } from './faces.js';
import { hands, keysOfTiles } from './hand.js';
import { mould, observe, part, Pupils } from './pupils.js';
import { signElement } from './sign.js';
import { t } from './words.js';

const html = htm.bind(h);

/**
 * The grid of faces: columns so that everybody is seen and tiles are as large as they can be.
 * @param {number} n @param {number} width @param {number} height @returns {{columns:number, rows:number}}
 */
export function tiles(n, width, height) {
  let best = { columns: Math.max(1, Math.floor(width / 88)), size: 0 };
  for (let columns = 1; columns <= 12 && width / columns >= 88; columns++) {
    const size = Math.min(width / columns, Math.max(height / Math.ceil(n / columns), 112));
    if (size >= best.size) best = { columns, size };
  }
  return { columns: best.columns, rows: Math.ceil(n / best.columns) };
}

const tile = mould('<li class="tile"><button type="button" class="name" data-act="cycle" tabindex="-1"><span class="who"><b> </b> </span></button><button type="button" class="more" data-act="more" tabindex="-1">⋯</button></li>');

/** Props: {roll, lang, columns, rows, name: 'plan'|'faces', faces: whether they are shown, seats: pupil → [column, row], children: below}. */
export class Tiles extends Pupils {
  render({ columns, rows, name, faces, children }) {
    const w = t();
    return html`<main class="sheet" ref=${observe}><h2 class="unseen">${w.views[name]}</h2><p class="unseen" id="keys">${w.keys}</p>
      <ol class=${`tiles ${name}${faces ? ' faced' : ''}`} ref=${el => { if (el) this.list = el; }} style=${{ '--columns': columns, '--rows': rows }} aria-describedby="keys" ...${hands} onKeyDown=${keysOfTiles}></ol>${children}</main>`;
  }

  lay() {}

  cast() {
    const el = tile(), [name, rest] = el.children;
    return { el, name, rest, who: name.firstElementChild, face: null };
  }

  tell({ name, who, rest }, s, differs) {
    const w = t();
    if (differs('number', 'name')) rest.setAttribute('aria-label', w.more(s.number, s.name));
    if (differs('first', 'family')) [who.firstChild.firstChild.data, who.lastChild.data] = [s.first, ` ${s.family}`];
    if (!differs('word', 'hint', 'sign', 'kind', 'disputed', 'pass', 'known', 'offered')) return;
    while (who.nextSibling) who.nextSibling.remove();
    if (!s.word && s.known !== 'away') name.append(part('span', `, ${w.markOf('P')}`, 'unseen'));
    if (s.word || s.hint) {
      const small = document.createElement('small');
      small.append(...[s.sign && signElement(s.sign), s.sign && ' ', part('span', s.word || s.hint), s.word && s.hint && part('span', `, ${s.hint}`, 'unseen')].filter(Boolean));
      if (!s.word) small.className = 'hint';
      name.append(small);
    }
    for (const [letter, css] of [s.offered ? ['A', 'letter offered'] : [s.disputed ? '?' : s.kind === 'P' ? '' : s.kind, 'letter'], [s.pass && '!', 'letter pass']]) if (letter) {
      name.append(part('b', letter, css));
      name.lastChild.setAttribute('aria-hidden', 'true');
    }
  }

  /** The face, once the tablet has it, and the seat. */
  attend(line, r) {
    const { faces, seats } = this.props, url = faces ? face(r.pupil.photo) : null, [x, y] = seats?.get(r.id) ?? ['', ''];
    const initials = `${line.told.first[0] ?? ''}${line.told.family[0] ?? ''}`, seen = !faces ? 'none' : url ?? initials; // first names only: no letter of the family either
    if (seen !== line.seen) {
      line.face?.remove();
      line.seen = seen;
      line.face = faces ? part('span', url ? '' : initials, 'face') : null;
      line.face?.setAttribute('aria-hidden', 'true');
      if (url) line.face.append(Object.assign(new Image(), { src: url, alt: '' }));
      if (line.face) line.name.prepend(line.face);
    }
    if (line.at !== `${x},${y}`) Object.assign(line.el.style, { gridColumn: x, gridRow: y });
    line.at = `${x},${y}`;
  }
}
