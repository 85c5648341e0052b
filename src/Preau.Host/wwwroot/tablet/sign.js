// The signs of icons/signs.svg, which stand in the page; for the eye only: words stand beside each.
import { h, htm } from '../vendor/libraries.js';

const html = htm.bind(h);

/** @param {{name:string}} props */
export const Sign = ({ name }) => html`<svg class="sign" aria-hidden="true" focusable="false"><use href=${`#sign-${name}`} /></svg>`;

const mould = document.createElement('template');
mould.innerHTML = '<svg class="sign" aria-hidden="true" focusable="false"><use></use></svg>';

/** @param {string} name @returns {SVGElement} the same, as an element */
export function signElement(name) {
  const sign = mould.content.firstElementChild.cloneNode(true);
  sign.firstElementChild.setAttribute('href', `#sign-${name}`);
  return sign;
}
