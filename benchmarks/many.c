/*
 * The work of two pictures of many runs, in C: what a processor can do of it.
 *
 * many starts N STEPS       Adam on Beale from N x N starts of the frame, a step after the other: the share of them that
 *                           is at the minimum at the end, and since when each is, or is outside the frame
 * many products N           N times all matrix products of a step of a network 2-32-32-32-1 on 32 examples, forward and
 *                           backward
 *
 * Prints the seconds, then a number that depends on all that was computed.
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 64, BATCH = 32 };

static double starts(int side, int steps) {
  const float lr = 0.1f, b1 = 0.9f, b2 = 0.999f, eps = 1e-8f, near2 = 0.01125f * 0.01125f, rest = 4.5e-6f;
  const int late = steps - steps / 10;
  long there = 0, gone = 0;
#pragma omp parallel for schedule(dynamic) reduction(+ : there, gone)
  for (int block = 0; block < side * side / LANES; block++) {
    float x[LANES], y[LANES], mx[LANES] = {0}, my[LANES] = {0}, vx[LANES] = {0}, vy[LANES] = {0};
    float x0[LANES], x1[LANES], y0[LANES], y1[LANES];
    int far[LANES], within[LANES]; /* the last steps at which a run is not at the minimum, and in the frame */
    for (int i = 0; i < LANES; i++) {
      int place = block * LANES + i;
      x[i] = -0.5f + 4.5f * ((float)(place % side) + 0.5f) / (float)side;
      y[i] = -2.1f + 3.9f * ((float)(place / side) + 0.5f) / (float)side;
      x0[i] = y0[i] = INFINITY;
      x1[i] = y1[i] = -INFINITY;
      far[i] = within[i] = -1;
    }
    float p1 = 1, p2 = 1;
    for (int t = 0; t <= steps; t++) {
      p1 *= b1;
      p2 *= b2;
      const float c1 = 1 / (1 - p1), c2 = 1 / (1 - p2);
      for (int i = 0; i < LANES; i++) {
        const float dx = x[i] - 3.0f, dy = y[i] - 0.5f;
        const int close = dx * dx + dy * dy <= near2;
        far[i] = close ? far[i] : t;
        within[i] = (x[i] >= -0.5f) & (x[i] <= 4) & (y[i] >= -2.1f) & (y[i] <= 1.8f) ? t : within[i];
        if (t >= late) {
          x0[i] = fminf(x0[i], x[i]);
          x1[i] = fmaxf(x1[i], x[i]);
          y0[i] = fminf(y0[i], y[i]);
          y1[i] = fmaxf(y1[i], y[i]);
        }
        const float y2 = y[i] * y[i], y3 = y2 * y[i];
        const float r1 = 1.5f - x[i] + x[i] * y[i], r2 = 2.25f - x[i] + x[i] * y2, r3 = 2.625f - x[i] + x[i] * y3;
        const float gx = 2 * (r1 * (y[i] - 1) + r2 * (y2 - 1) + r3 * (y3 - 1));
        const float gy = 2 * x[i] * (r1 + 2 * r2 * y[i] + 3 * r3 * y2);
        mx[i] = b1 * mx[i] + (1 - b1) * gx;
        my[i] = b1 * my[i] + (1 - b1) * gy;
        vx[i] = b2 * vx[i] + (1 - b2) * gx * gx;
        vy[i] = b2 * vy[i] + (1 - b2) * gy * gy;
        if (t < steps) {
          x[i] -= lr * mx[i] * c1 / (sqrtf(vx[i] * c2) + eps);
          y[i] -= lr * my[i] * c1 / (sqrtf(vy[i] * c2) + eps);
        }
      }
    }
    for (int i = 0; i < LANES; i++) {
      there += far[i] < steps || (x1[i] - x0[i] <= rest && y1[i] - y0[i] < -1);
      gone += steps - within[i];
    }
  }
  fprintf(stderr, "%ld steps outside\n", gone);
  return (double)there / side / side;
}

/* c += a b, (rows, inner) by (inner, columns). */
static inline __attribute__((always_inline)) void product(
    const float *restrict a, const float *restrict b, float *restrict c, int rows, int inner, int columns) {
  for (int i = 0; i < rows; i++)
    for (int k = 0; k < inner; k++)
      for (int j = 0; j < columns; j++) c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
}

/* What a layer needs: forward, by its weights, and by its inputs where these are no data. */
static inline __attribute__((always_inline)) void layer(
    const float *restrict a, const float *restrict b, float *restrict c, int from, int to) {
  product(a, b, c, BATCH, from, to);
  product(a, b, c, from, BATCH, to);
  if (from > 2) product(a, b, c, BATCH, to, from);
}

static double products(int steps) {
  double sum = 0;
#pragma omp parallel reduction(+ : sum)
  {
    static _Thread_local float a[32 * 32], b[32 * 32], c[32 * 32];
    for (int i = 0; i < 32 * 32; i++) a[i] = b[i] = 1e-3f * (float)i;
#pragma omp for schedule(static)
    for (int step = 0; step < steps; step++) {
      memset(c, 0, sizeof c);
      layer(a, b, c, 2, 32);
      layer(a, b, c, 32, 32);
      layer(a, b, c, 32, 32);
      layer(a, b, c, 32, 1);
      b[step % 1024] = c[step % 1024] * 1e-6f; /* so that no product can be left out */
      sum += c[(step * 7) % 1024];
    }
  }
  return sum;
}

int main(int count, char **words) {
  if (count < 3) return 2;
  const double before = omp_get_wtime();
  const double found = strcmp(words[1], "starts") ? products(atoi(words[2])) : starts(atoi(words[2]), atoi(words[3]));
  printf("%.6f %.9g\n", omp_get_wtime() - before, found);
  return 0;
}
