import { OrthographicView } from '@deck.gl/core';

/** The view of the plot. The wheel and two fingers zoom it, and a drag moves it where `pans`. Keys are the plot's own. */
export function plotView(pans: boolean): OrthographicView {
  return new OrthographicView({
    id: 'map',
    flipY: false,
    controller: {
      dragPan: pans,
      dragRotate: false,
      touchRotate: false,
      keyboard: false,
      scrollZoom: true,
      doubleClickZoom: false,
    },
  });
}
