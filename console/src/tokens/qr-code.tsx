import { encode } from 'uqr';

/** Width of the quiet zone in modules (ISO/IEC 18004, section 6.3.8). */
const QUIET_ZONE = 4;

/** Dark on white also in dark mode, because many scanners need it. */
export function QrCode({ text, title }: { text: string; title: string }) {
  const { data, size } = encode(text, { border: 0 });
  const side = size + 2 * QUIET_ZONE;
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={title}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
