/** Made from the registry of activations when the app starts: see ui/player/assets.py. */

type Learned = Record<string, number>;

export const ACTIVATIONS: Record<string, (a: Float32Array, n: number, units: number, learned: Learned[]) => void>;
