/** Uniforms of the point shader, in the order of its block. */
export interface PointUniforms {
  /** Value in the middle of the canvas, on both axes. */
  readonly centre: readonly [number, number];
  /** Clip space of one unit of value. */
  readonly clipPerUnit: readonly [number, number];
  readonly radiusPx: number;
  readonly opacity: number;
  readonly pixelRatio: number;
  /** Share of the ink in the outermost pixel of a shape, 0..1. */
  readonly rim: number;
  /** Ink of rims and rings: red, green, blue in 0..1, and 1. */
  readonly ink: readonly [number, number, number, number];
}

const BLOCK = `\
layout(std140) uniform pointsUniforms {
  vec2 centre;
  vec2 clipPerUnit;
  float radiusPx;
  float opacity;
  float pixelRatio;
  float rim;
  vec4 ink;
} points;
`;

export const pointUniforms = {
  name: 'points',
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: {
    centre: 'vec2<f32>',
    clipPerUnit: 'vec2<f32>',
    radiusPx: 'f32',
    opacity: 'f32',
    pixelRatio: 'f32',
    rim: 'f32',
    ink: 'vec4<f32>',
  },
} as const;

/** Makes each point a square with room for its shape, its ring and a soft edge. */
export const VERTEX_SHADER = `\
#version 300 es
#define SHADER_NAME points-vertex

in float pointX;
in float pointY;
in vec4 pointMarks;

flat out float vReachPx;
flat out vec3 vColour;
flat out float vRadiusPx;
flat out int vStyle;
flat out int vEmphasis;

const int CIRCLE = 0;
const int SHAPE_MASK = 7;
const int LARGE = 8;
const int RINGED = 16;

void main(void) {
  int style = int(pointMarks.a * 255.0 + 0.5);
  bool ringed = (style & RINGED) != 0;
  vColour = pointMarks.rgb;
  vStyle = style;
  vEmphasis = ringed ? 2 : (style & LARGE) != 0 ? 1 : 0;
  vRadiusPx = points.radiusPx * (vEmphasis == 0 ? 1.0 : 1.35);
  // As small as possible: on machines without a graphics card the pixels decide the time of a frame.
  float reach = (style & SHAPE_MASK) == CIRCLE ? vRadiusPx : vRadiusPx * 1.25;
  vReachPx = ringed ? vRadiusPx * 1.4 + 3.0 : reach + 0.75;
  gl_PointSize = 2.0 * vReachPx * points.pixelRatio;
  // The difference comes first: near the middle of the view no zoom loses precision to rounding.
  vec2 clip = (vec2(pointX, pointY) - points.centre) * points.clipPerUnit;
  gl_Position = vec4(clip, 0.0, 1.0);
}
`;

/**
 * Draws the shape by its signed distance and a rim in ink. Corrected rows have a ring, kept ones a dot in the middle,
 * discarded ones are hollow, and unsure ones are hollow with a dot. Colours are premultiplied.
 */
export const FRAGMENT_SHADER = `\
#version 300 es
#define SHADER_NAME points-fragment

precision highp float;

flat in float vReachPx;
flat in vec3 vColour;
flat in float vRadiusPx;
flat in int vStyle;
flat in int vEmphasis;

out vec4 fragColor;

const int SHAPE_MASK = 7;
const int OPAQUE = 32;
const int DOTTED = 64;
const int HOLLOW = 128;

float triangle(vec2 p, float r) {
  return max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - r * 0.6;
}

// In the order of SHAPES.
float distanceTo(int shape, vec2 p, float r) {
  vec2 turned = abs(vec2(p.x + p.y, p.x - p.y)) * 0.7071;
  switch (shape) {
    case 1: return max(abs(p.x), abs(p.y)) - r * 0.86;
    case 2: return triangle(p, r);
    case 3: return max(turned.x, turned.y) - r * 0.85;
    case 4: return max(max(turned.x, turned.y) - r * 1.15, min(turned.x, turned.y) - r * 0.38);
    case 5: return triangle(-p, r);
    case 6: return triangle(vec2(p.y, -p.x), r);
    case 7: return triangle(vec2(p.y, p.x), r);
    default: return length(p) - r;
  }
}

float coverage(float distancePx) {
  return clamp(0.5 - distancePx * points.pixelRatio, 0.0, 1.0);
}

void main(void) {
  vec2 offsetPx = vec2(2.0 * gl_PointCoord.x - 1.0, 1.0 - 2.0 * gl_PointCoord.y) * vReachPx;
  bool hollow = (vStyle & HOLLOW) != 0;
  float edge = distanceTo(vStyle & SHAPE_MASK, offsetPx, vRadiusPx);
  bool strong = vEmphasis != 0 || hollow;
  float opacity = (vStyle & OPAQUE) != 0 ? 1.0 : strong ? min(1.0, points.opacity * 1.8) : points.opacity;
  float alpha = coverage(edge) * opacity * (hollow ? 1.0 - coverage(edge + 1.3) : 1.0);
  vec3 colour = mix(vColour, points.ink.rgb, points.rim * coverage(-1.0 - edge));
  fragColor = vec4(colour * alpha, alpha);
  if (vEmphasis == 2) {
    float ring = coverage(abs(length(offsetPx) - vRadiusPx * 1.3 - 1.6) - 0.4 - vRadiusPx * 0.08);
    fragColor = fragColor * (1.0 - ring) + vec4(points.ink.rgb, 1.0) * ring;
  }
  if ((vStyle & DOTTED) != 0) {
    float dot = coverage(length(offsetPx) - max(0.8, vRadiusPx * 0.32));
    fragColor = fragColor * (1.0 - dot) + vec4(points.ink.rgb, 1.0) * dot;
  }
  if (fragColor.a == 0.0) discard;
}
`;
