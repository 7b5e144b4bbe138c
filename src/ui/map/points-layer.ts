import { OrthographicViewport } from '@deck.gl/core';
import { ScatterplotLayer, type ScatterplotLayerProps } from '@deck.gl/layers';
import { valueAt, type Domain } from '../../domain/map/axes.js';
import { FRAGMENT_SHADER, pointUniforms, VERTEX_SHADER, type PointUniforms } from './point-shader.js';
import type { Points } from './points.js';

/** A column for the graphics card. A new wrapper causes a new upload. */
interface Attribute {
  readonly value: Float32Array | Uint8ClampedArray;
  readonly size: number;
}

/** The points for deck.gl: `length`, and binary attributes by their names in the shader. */
export interface PointsData {
  readonly length: number;
  readonly attributes: {
    readonly pointX: Attribute;
    readonly pointY: Attribute;
    readonly pointMarks: Attribute;
  };
}

/** The look of points, see `PointUniforms`. */
export interface PointLook {
  readonly radiusPx: number;
  readonly opacity: number;
  readonly rim: number;
  readonly ink: readonly [number, number, number];
  readonly pixelRatio: number;
}

interface OwnProps {
  readonly domainX: Domain;
  readonly domainY: Domain;
  readonly look: PointLook;
}

type PointsLayerProps = OwnProps & Pick<ScatterplotLayerProps, 'id'> & { readonly data: PointsData };

/** Wraps gathered points without a copy. */
export function pointsData(points: Points): PointsData {
  return {
    length: points.count,
    attributes: {
      pointX: { value: points.x, size: 1 },
      pointY: { value: points.y, size: 1 },
      pointMarks: { value: points.marks, size: 4 },
    },
  };
}

/** Premultiplied colours, painted in order, without depth. */
const PARAMETERS = {
  depthWriteEnabled: false,
  depthCompare: 'always',
  blend: true,
  blendColorOperation: 'add',
  blendColorSrcFactor: 'one',
  blendColorDstFactor: 'one-minus-src-alpha',
  blendAlphaOperation: 'add',
  blendAlphaSrcFactor: 'one',
  blendAlphaDstFactor: 'one-minus-src-alpha',
} as const;

/**
 * Points by value columns: deck.gl's scatter plot with attributes and shaders of its own. Axes are uniforms, so panning,
 * zooming and another range cause no upload.
 */
export class PointsLayer extends ScatterplotLayer<unknown, OwnProps> {
  static override readonly layerName = 'PointsLayer';

  static of(props: PointsLayerProps): PointsLayer {
    return new PointsLayer({ ...props, pickable: false, parameters: PARAMETERS });
  }

  override getShaders(): Record<string, unknown> {
    const inherited = super.getShaders() as Record<string, unknown>;
    return {
      ...inherited,
      vs: VERTEX_SHADER,
      fs: FRAGMENT_SHADER,
      source: undefined,
      modules: [pointUniforms],
    };
  }

  /** Points of one draw call. Instances of a square were one draw call each in software rendering: ten times as slow. */
  protected override _getModel() {
    const model = super._getModel();
    model.setTopology('point-list');
    model.isInstanced = false;
    return model;
  }

  override initializeState(): void {
    this.getAttributeManager()?.add({
      pointX: { size: 1, type: 'float32', noAlloc: true },
      pointY: { size: 1, type: 'float32', noAlloc: true },
      pointMarks: { size: 4, type: 'unorm8', noAlloc: true },
    });
  }

  override draw(): void {
    const { model } = this.state;
    const { viewport, renderPass } = this.context;
    if (!model || !(viewport instanceof OrthographicViewport)) return;
    model.shaderInputs.setProps({ points: { ...this.#uniforms(viewport) } });
    model.setVertexCount(this.getNumInstances());
    model.draw(renderPass);
  }

  /** The viewport's world is shares of both axes. The shader works in values. */
  #uniforms(viewport: OrthographicViewport): PointUniforms {
    const { domainX, domainY, look } = this.props;
    const { target, zoomX, zoomY, width, height } = viewport;
    return {
      centre: [valueAt(domainX, target[0]), valueAt(domainY, target[1])],
      clipPerUnit: [
        (2 * 2 ** zoomX) / width / (domainX.max - domainX.min),
        (2 * 2 ** zoomY) / height / (domainY.max - domainY.min),
      ],
      radiusPx: look.radiusPx,
      opacity: look.opacity,
      pixelRatio: look.pixelRatio,
      rim: look.rim,
      ink: [...look.ink, 1],
    };
  }
}
