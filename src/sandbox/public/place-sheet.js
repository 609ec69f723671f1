/** A sheet to choose or type a place. */
import { byId, h, toast } from './dom.js';

/** @param onPick gets `{lat, lng, label}` */
export function pickPlace(places, onPick) {
  const sheet = byId('sheet');
  const done = (place) => {
    sheet.close();
    onPick(place);
  };
  const input = (name, label, value, wide) =>
    h(
      'label',
      wide ? { className: 'wide' } : {},
      label,
      h('input', { name, value, required: true, ...(wide ? {} : { inputMode: 'decimal' }) }),
    );
  const [first] = places;
  const form = h(
    'form',
    {},
    input('label', '地点名称', '', true),
    input('lat', '纬度', String(first?.lat ?? '34.87')),
    input('lng', '经度', String(first?.lng ?? '113.62')),
    h('button', { type: 'submit', className: 'plain primary' }, '发送这个位置'),
  );
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    const [lat, lng] = [Number(form.lat.value), Number(form.lng.value)];
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) toast('经纬度不对，例如 34.87 和 113.62');
    else done({ lat, lng, label: form.elements.label.value });
  });
  sheet.replaceChildren(
    h(
      'div',
      { className: 'pick' },
      h('h3', {}, '发送位置'),
      h(
        'ul',
        {},
        ...places.map((p) =>
          h(
            'li',
            {},
            h(
              'button',
              { type: 'button', onclick: () => done({ lat: p.lat, lng: p.lng, label: p.label }) },
              p.label,
              h('small', {}, `${p.lat}, ${p.lng}`),
            ),
          ),
        ),
      ),
      form,
    ),
  );
  sheet.showModal();
}
