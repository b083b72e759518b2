/* The tensor kernels for cells of one, two and four bytes; see tensor.h for what they compute. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* As wide as the registers of the processor that this is compiled for. */
#ifdef __AVX2__
#define VECTOR_BYTES 32
#define VECTOR_BITS 5
#else
#define VECTOR_BYTES 16
#define VECTOR_BITS 4
#endif

int countermove_vector_bits(void) { return VECTOR_BITS; }

/* One decision maker, as the tiles of a tensor see it. Rows are the settings of its own options above
 * the lanes, those that can be changed both ways in the low bits of a row's number; `row` holds where
 * each begins, `column` where each column of a tile does. A granule is a run of neighbouring cells that share one
 * stamp; `high` holds where the granules of one block begin. */
typedef struct {
    uint64_t own, granule;         /* own options as bits of the index; cells in a granule */
    uint64_t rows, tiles, highs;   /* rows of a tile, tiles of a block, granules of a block */
    uint64_t row_stay_taken, row_stay_dropped; /* as bits of the row's number */
    const uint64_t *row, *high, *column;
    uint64_t across;               /* the bits of the index that tell the columns of a tile apart */
    uint32_t lane_own, lane_stay_taken, lane_stay_dropped;
    int32_t row_bits, free_bits;   /* how many options make the rows, how many go both ways */
    int32_t width;                 /* columns: vectors of one row that are looked at together */
} mover;

/* The bits of `value` laid out, lowest first, over the set bits of `mask`. */
static uint64_t scatter(uint64_t value, uint64_t mask) {
    uint64_t made = 0;
    for (; mask && value; mask &= mask - 1, value >>= 1)
        if (value & 1) made |= mask & -mask;
    return made;
}

/* The bits of `value` at the set bits of `mask`, closed up. */
static uint64_t gather(uint64_t value, uint64_t mask) {
    uint64_t made = 0, bit = 1;
    for (; mask; mask &= mask - 1, bit <<= 1)
        if (value & mask & -mask) made |= bit;
    return made;
}

/* The position of the n-th bit that is set, from 0. */
static int nth_bit(uint32_t mask, int n) {
    while (n--) mask &= mask - 1;
    return __builtin_ctz(mask);
}

/* Where the tile after the one at `base` begins: counts up in the bits that tell tiles apart. */
static inline uint64_t next_tile(const mover *m, uint64_t base, uint64_t origin) {
    uint64_t inside = m->granule - 1, fixed = m->own | m->across;
    return origin | (((base | fixed | ~inside) + 1) & inside & ~fixed);
}

static int touched(const mover *m, const uint32_t *stamps, uint64_t origin, uint32_t since) {
    for (uint64_t k = 0; k < m->highs; k++)
        if (stamps[(origin + m->high[k]) / m->granule] > since) return 1;
    return 0;
}

static void stamp(const mover *m, uint32_t *stamps, uint64_t origin, uint32_t now) {
    for (uint64_t k = 0; k < m->highs; k++) stamps[(origin + m->high[k]) / m->granule] = now;
}

#define CELL int8_t
#define LANES (VECTOR_BYTES / 1)
#define LANE_BITS (VECTOR_BITS - 0)
#define LOWEST INT8_MIN
#define HIGHEST INT8_MAX
#define NAME(x) x##_1
#include "tensor.h"
#undef CELL
#undef LANES
#undef LANE_BITS
#undef LOWEST
#undef HIGHEST
#undef NAME

#define CELL int16_t
#define LANES (VECTOR_BYTES / 2)
#define LANE_BITS (VECTOR_BITS - 1)
#define LOWEST INT16_MIN
#define HIGHEST INT16_MAX
#define NAME(x) x##_2
#include "tensor.h"
#undef CELL
#undef LANES
#undef LANE_BITS
#undef LOWEST
#undef HIGHEST
#undef NAME

#define CELL int32_t
#define LANES (VECTOR_BYTES / 4)
#define LANE_BITS (VECTOR_BITS - 2)
#define LOWEST INT32_MIN
#define HIGHEST INT32_MAX
#define NAME(x) x##_4
#include "tensor.h"

/* Whether this processor has what the library was compiled for with -march=x86-64-v3. */
int countermove_runs_v3(void) {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
#else
    return 0;
#endif
}
