/* Many settings of values over one fixed network of moves, side by side in the lanes of vectors.
 *
 * A block is BLOCK profiles. Every cell holds one number for each of them; numbers are *shortfalls*: 0 for
 * the best rank there could be, larger for worse ones. What does not depend on the numbers (who can reach
 * what) was worked out beforehand and is a list of sections that run one after another:
 *
 *   LEAST     cell = least of the cells listed for it
 *   GREATEST  cell = greatest of the cells listed for it
 *   SETTLE    the section's cells are nodes of a network: each rises to the greatest of the nodes that its
 *             open arcs lead to, again and again until nothing changes; an arc is open in the lanes in which
 *             its mover falls short by less at its end
 *
 * A state passes a test for a mover if the cell that the test names is not less than its shortfall there.
 *
 * The file includes itself once for each type of cell: CELL (a signed integer), HIGHEST and NAME(x). */

#ifndef CELL

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#define VECTOR 32
#elif defined(__SSE2__)
#include <emmintrin.h>
#define VECTOR 16
#else
#define VECTOR 16
#endif

enum { LEAST, GREATEST, SETTLE };

/* Arcs of node n: `arc` pairs (node, open arc), from start[n]. Part k are the nodes from part[k] on: they
 * lead to each other and to nodes of earlier parts. */
typedef struct {
    uint32_t parts;
    const uint32_t *part, *start, *arc;
} network;

/* What is run for one mover. `section` holds triples (kind, first cell, cells); the items of cell c begin
 * at start[c - states]; `verdict` names a cell for each test and state. */
typedef struct {
    uint32_t sections;
    const uint32_t *section, *start, *item, *verdict;
    network net;
} program;

/* `arc` holds triples (mover, from, to); `cells` is the largest number of cells of a program. */
typedef struct {
    uint32_t states, movers, tests, cells, arcs, each;
    const uint32_t *arc;
    const program *programs;
} sweep_plan;

/* Where the ranks of one mover come from: `ranks` of every state, `stride` apart from profile to profile (0:
 * the same for all); or lines in an order of importance, most important first, by `orders` (for each
 * profile the lines; LINE_NEGATED is added to a line that is turned round, -1 leaves a place empty) or drawn
 * with `keys`. Columns are the different ways in which the lines hold in a state: column c is column
 * from[c] (-1: nothing holds) with the lines in `item` from start[c] on added, or taken back (odd items). */
typedef struct {
    const void *ranks;
    int64_t stride;
    uint32_t lines, columns;
    const int32_t *from;
    const uint32_t *start, *item, *column;
    const int16_t *orders;
    const uint64_t *keys;
    uint64_t omit, negate; /* chances of a line in 2^32, the second on top of the first */
} source;

enum { LINE_NEGATED = 0x4000, MOST_LINES = 15 };

/* A permutation of the numbers of 32 bits in which every bit of the result depends on every bit given. */
static inline uint32_t mixed(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ x >> 16;
}

/* How many of the digits to base b, b + 1, ... are taken from one number of 32 bits: the sizes of the parts
 * that it is split into differ by less than one part in half a million. */
static uint32_t digits_at_once(uint32_t base, uint32_t end) {
    uint32_t taken = 0;
    for (uint64_t product = base; base < end && product <= 1u << 13; product *= ++base) taken++;
    return taken;
}

#define CELL int16_t
#define HIGHEST INT16_MAX
#define NAME(x) x##_2
#include "sweep.c"
#undef CELL
#undef HIGHEST
#undef NAME

#define CELL int8_t
#define HIGHEST INT8_MAX
#define NAME(x) x##_1
#include "sweep.c"

#else

typedef CELL NAME(sweep_lanes) __attribute__((vector_size(VECTOR), may_alias));
#define V NAME(sweep_lanes)
#define LANES (VECTOR / (int)sizeof(CELL))
#define WIDTH 8 /* vectors in a row; their running results stay in registers */
#define BLOCK (WIDTH * LANES)
#define WORDS (BLOCK / 64)
#define EACH _Pragma("GCC unroll 16") for (int w = 0; w < WIDTH; w++)

#if defined(__AVX2__)
#define ONE_OF(kind, a, b)                                                                             \
    (V)(sizeof(CELL) == 1 ? _mm256_##kind##_epi8((__m256i)(a), (__m256i)(b))                           \
                          : _mm256_##kind##_epi16((__m256i)(a), (__m256i)(b)))
static inline V NAME(lower)(V a, V b) { return ONE_OF(min, a, b); }
static inline V NAME(higher)(V a, V b) { return ONE_OF(max, a, b); }
#undef ONE_OF
#else
static inline V NAME(lower)(V a, V b) { return (a & (V)(a < b)) | (b & (V)(a >= b)); }
static inline V NAME(higher)(V a, V b) { return (a & (V)(a > b)) | (b & (V)(a <= b)); }
#endif

/* -- ranks --------------------------------------------------------------------------------------- */

/* Shortfalls from ranks that are given profile by profile. */
static void NAME(given)(V *out, const source *from, uint32_t states, uint64_t first, uint32_t count) {
    CELL *cell = (CELL *)out;
    for (uint32_t l = 0; l < count; l++) {
        const CELL *ranks = (const CELL *)from->ranks + (int64_t)(first + l) * from->stride;
        for (uint32_t s = 0; s < states; s++) cell[(size_t)s * BLOCK + l] = (CELL)(HIGHEST - ranks[s]);
    }
}

/* One number of 32 bits for each profile of a block: a function of the key and the profile's number. */
static void NAME(draw)(uint32_t *x, uint64_t key, uint32_t first) {
    for (uint32_t l = 0; l < BLOCK; l++)
        x[l] = mixed(mixed(first + l + (uint32_t)key) ^ (uint32_t)(key >> 32));
}

/* The next digit to a base, as a power of two, off what is left of the numbers. */
static void NAME(next_digit)(CELL *power, uint32_t *x, uint32_t base) {
    for (uint32_t l = 0; l < BLOCK; l++) {
        uint64_t split = (uint64_t)x[l] * base;
        power[l] = (CELL)(1u << (split >> 32));
        x[l] = (uint32_t)split;
    }
}

/* Powers of two for the lines from a random order: line m is put at a random place among those before
 * it, which moves those above one place up. */
static void NAME(shuffle)(V *weight, const source *from, uint32_t first, uint32_t *key) {
    uint32_t x[BLOCK] __attribute__((aligned(64))), left = 0;
    V power[WIDTH];
    EACH weight[w] = (V){0} + 1;
    for (uint32_t m = 1; m < from->lines; m++, left--) {
        if (left == 0) {
            left = digits_at_once(m + 1, from->lines + 1);
            NAME(draw)(x, from->keys[(*key)++], first);
        }
        NAME(next_digit)((CELL *)power, x, m + 1);
        for (uint32_t j = 0; j < m; j++)
            EACH {
                V at = weight[j * WIDTH + w];
                weight[j * WIDTH + w] = at + (at & (V)(at >= power[w]));
            }
        memcpy(weight + m * WIDTH, power, sizeof power);
    }
}

/* Leaves lines out or turns them round by chance: their weights become 0 or negative, and what a state is
 * given where nothing holds goes into `base`. */
static void NAME(alter)(V *weight, V *base, const source *from, uint32_t first, uint32_t *key) {
    uint32_t x[BLOCK] __attribute__((aligned(64)));
    CELL *ground = (CELL *)base;
    for (uint32_t j = 0; j < from->lines; j++) {
        CELL *cell = (CELL *)(weight + j * WIDTH);
        NAME(draw)(x, from->keys[(*key)++], first);
        for (uint32_t l = 0; l < BLOCK; l++) {
            CELL kept = x[l] < from->omit ? 0 : cell[l];
            CELL turned = x[l] < from->omit + from->negate ? kept : 0;
            ground[l] = (CELL)(ground[l] - turned);
            cell[l] = (CELL)(kept - 2 * turned);
        }
    }
}

/* Weights from orders that are given. */
static void NAME(ordered)(V *weight, V *base, const source *from, uint64_t first, uint32_t count) {
    CELL *cell = (CELL *)weight, *ground = (CELL *)base;
    memset(weight, 0, sizeof(V) * WIDTH * from->lines);
    for (uint32_t l = 0; l < count; l++) {
        const int16_t *line = from->orders + (first + l) * from->lines;
        for (uint32_t p = 0; p < from->lines; p++) {
            if (line[p] < 0) continue;
            CELL power = (CELL)(1u << (from->lines - 1 - p));
            int turned = line[p] >= LINE_NEGATED;
            if (turned) ground[l] = (CELL)(ground[l] - power);
            cell[(line[p] & (LINE_NEGATED - 1)) * BLOCK + l] = (CELL)(turned ? -power : power);
        }
    }
}

/* The shortfall of each column from lines in an order: what holds takes its weight off. */
static void NAME(columns)(V *column, const source *from, uint64_t first, uint64_t number, uint32_t count) {
    V weight[MOST_LINES * WIDTH], base[WIDTH];
    uint32_t key = 0;
    EACH base[w] = (V){0} + HIGHEST;
    if (from->orders) NAME(ordered)(weight, base, from, first, count);
    else {
        NAME(shuffle)(weight, from, (uint32_t)number, &key);
        if (from->omit + from->negate) NAME(alter)(weight, base, from, (uint32_t)number, &key);
    }
    for (uint32_t c = 0; c < from->columns; c++) {
        const V *before = from->from[c] < 0 ? base : column + (size_t)from->from[c] * WIDTH;
        V made[WIDTH];
        EACH made[w] = before[w];
        for (uint32_t k = from->start[c]; k < from->start[c + 1]; k++) {
            const V *by = weight + (from->item[k] >> 1) * WIDTH;
            if (from->item[k] & 1) EACH made[w] += by[w];
            else EACH made[w] -= by[w];
        }
        EACH column[(size_t)c * WIDTH + w] = made[w];
    }
}

#if HIGHEST == INT16_MAX
/* For each column, as a byte, how many columns fall short by less. */
static void NAME(places)(int8_t *out, const V *column, uint32_t columns, size_t apart) {
    for (uint32_t c = 0; c < columns; c++) {
        V place[WIDTH] = {{0}};
        for (uint32_t other = 0; other < columns; other++)
            EACH place[w] -= (V)(column[other * WIDTH + w] < column[c * WIDTH + w]);
        const CELL *cell = (const CELL *)place;
        for (uint32_t l = 0; l < BLOCK; l++) out[c * apart + l] = (int8_t)cell[l];
    }
}
#else
/* The same shortfalls, counted from 0, where there are too many lines for weights of one byte; `room` for as
 * many columns. */
static void NAME(narrow)(V *column, V *room, const source *from, uint64_t first, uint64_t number,
                         uint32_t count) {
    for (uint32_t skip = 0; skip < BLOCK; skip += BLOCK / 2) {
        uint32_t many = count < skip ? 0 : count - skip < BLOCK / 2 ? count - skip : BLOCK / 2;
        columns_2((sweep_lanes_2 *)room, from, first + skip, number + skip, many);
        places_2((int8_t *)column + skip, (const sweep_lanes_2 *)room, from->columns, BLOCK);
    }
}
#endif

/* Shortfalls from lines in an order. `room` is for two cells a state. */
static void NAME(from_lines)(V *out, V *room, const source *from, uint32_t states, uint64_t first,
                             uint64_t number, uint32_t count) {
#if HIGHEST == INT8_MAX
    if (from->lines > 7) NAME(narrow)(room, room + (size_t)states * WIDTH, from, first, number, count);
    else
#endif
        NAME(columns)(room, from, first, number, count);
    for (uint32_t s = 0; s < states; s++)
        memcpy(out + (size_t)s * WIDTH, room + (size_t)from->column[s] * WIDTH, sizeof(V) * WIDTH);
}

/* -- sections ------------------------------------------------------------------------------------ */

static void NAME(least)(V *cell, const program *p, uint32_t states, uint32_t first, uint32_t end) {
    for (uint32_t c = first; c < end; c++) {
        const uint32_t *item = p->item + p->start[c - states], *stop = p->item + p->start[c - states + 1];
        const V *from = cell + (size_t)*item++ * WIDTH;
        V made[WIDTH];
        EACH made[w] = from[w];
        for (; item < stop; item++) {
            from = cell + (size_t)*item * WIDTH;
            EACH made[w] = NAME(lower)(made[w], from[w]);
        }
        EACH cell[(size_t)c * WIDTH + w] = made[w];
    }
}

static void NAME(greatest)(V *cell, const program *p, uint32_t states, uint32_t first, uint32_t end) {
    for (uint32_t c = first; c < end; c++) {
        const uint32_t *item = p->item + p->start[c - states], *stop = p->item + p->start[c - states + 1];
        const V *from = cell + (size_t)*item++ * WIDTH;
        V made[WIDTH];
        EACH made[w] = from[w];
        for (; item < stop; item++) {
            from = cell + (size_t)*item * WIDTH;
            EACH made[w] = NAME(higher)(made[w], from[w]);
        }
        EACH cell[(size_t)c * WIDTH + w] = made[w];
    }
}

static inline int NAME(any_set)(V mask) {
    uint64_t part[VECTOR / 8], set = 0;
    memcpy(part, &mask, sizeof part);
    for (int k = 0; k < VECTOR / 8; k++) set |= part[k];
    return set != 0;
}

/* Lets one node rise to what its open arcs lead to; adds to `differs` where that changed it. */
static inline __attribute__((always_inline)) void NAME(push)(V *node, const V *open, const network *net,
                                                             uint32_t n, V *differs) {
    V *at = node + (size_t)n * WIDTH, made[WIDTH];
    EACH made[w] = at[w];
    for (uint32_t k = net->start[n]; k < net->start[n + 1]; k++) {
        const V *to = node + (size_t)net->arc[2 * k] * WIDTH;
        const V *through = open + (size_t)net->arc[2 * k + 1] * WIDTH;
        EACH made[w] = NAME(higher)(made[w], to[w] & through[w]);
    }
    EACH {
        *differs |= made[w] ^ at[w];
        at[w] = made[w];
    }
}

/* Parts come from the ends of the network backwards, so that each is settled for good. All nodes of a part
 * are gone through each time: to find out which of them need it costs more than it saves. */
static void NAME(settle)(V *node, const V *open, const network *net) {
    for (uint32_t part = 0; part < net->parts; part++) {
        uint32_t first = net->part[part], end = net->part[part + 1];
        for (int changed = 1; changed;) {
            V differs = {0};
            for (uint32_t n = first; n < end; n++) NAME(push)(node, open, net, n, &differs);
            changed = end - first > 1 && NAME(any_set)(differs);
        }
    }
}

static void NAME(run)(V *cell, const V *open, const program *p, uint32_t states) {
    for (uint32_t k = 0; k < p->sections; k++) {
        uint32_t kind = p->section[3 * k], first = p->section[3 * k + 1], end = first + p->section[3 * k + 2];
        if (kind == LEAST) NAME(least)(cell, p, states, first, end);
        else if (kind == GREATEST) NAME(greatest)(cell, p, states, first, end);
        else NAME(settle)(cell + (size_t)first * WIDTH, open, &p->net);
    }
}

/* -- findings ------------------------------------------------------------------------------------ */

/* One bit a profile, from a mask. */
static inline void NAME(sweep_bits)(uint64_t *out, const V *mask) {
#if defined(__SSE2__)
    __m128i part[BLOCK * sizeof(CELL) / 16];
    memcpy(part, mask, sizeof part);
    for (int k = 0; k < BLOCK / 16; k++) {
        __m128i bytes = sizeof(CELL) == 1 ? part[k] : _mm_packs_epi16(part[2 * k], part[2 * k + 1]);
        uint64_t bits = (uint32_t)_mm_movemask_epi8(bytes);
        out[k / 4] = (k % 4 ? out[k / 4] : 0) | bits << k % 4 * 16;
    }
#else
    const CELL *cell = (const CELL *)mask;
    for (int k = 0; k < BLOCK; k++)
        out[k / 64] = (k % 64 ? out[k / 64] : 0) | (uint64_t)(cell[k] & 1) << k % 64;
#endif
}

/* Adds what passed to one row of counts, and keeps the bits themselves if there is room for them. */
static void NAME(count)(const V *passed, size_t states, const uint64_t *valid, size_t row, int64_t *counts,
                        uint64_t *bits, uint64_t apart) {
    counts += row * states;
    if (bits) bits += row * states * apart;
    for (size_t s = 0; s < states; s++) {
        uint64_t found[WORDS];
        NAME(sweep_bits)(found, passed + (size_t)s * WIDTH);
        for (int k = 0; k < WORDS; k++) {
            found[k] &= valid[k];
            counts[s] += __builtin_popcountll(found[k]);
            if (bits) bits[s * apart + k] = found[k];
        }
    }
}

/* Keeps in `all` what passes one test of one mover; what passes it is left in `own` if that is wanted. */
static void NAME(judge)(V *own, V *all, const V *cell, const uint32_t *at, uint32_t states) {
    for (size_t s = 0; s < states; s++) {
        const V *held = cell + (size_t)at[s] * WIDTH, *here = cell + s * WIDTH;
        if (own) EACH own[s * WIDTH + w] = (V)(held[w] >= here[w]);
        if (at[s] != s) EACH all[s * WIDTH + w] &= ~(V)(held[w] < here[w]);
    }
}

/* For each arc the lanes in which its mover would rather be at its end. */
static void NAME(open_arcs)(V *open, const V *value, const sweep_plan *plan) {
    for (size_t k = 0; k < plan->arcs; k++) {
        const uint32_t *arc = plan->arc + 3 * k;
        const V *own = value + (size_t)arc[0] * plan->states * WIDTH;
        const V *from = own + (size_t)arc[1] * WIDTH, *to = own + (size_t)arc[2] * WIDTH;
        EACH open[k * WIDTH + w] = (V)(to[w] < from[w]);
    }
}

/* One block: `first` is its place among the profiles given, `number` that of its first random draw. */
static void NAME(block)(const sweep_plan *plan, const source *sources, uint64_t first, uint64_t number,
                        uint32_t count, V *room, int64_t *counts, uint64_t *bits, uint64_t apart) {
    size_t states = plan->states, size = states * WIDTH;
    V *value = room, *open = value + plan->movers * size, *all = open + (size_t)plan->arcs * WIDTH;
    V *own = all + plan->tests * size, *cell = own + size;
    uint64_t valid[WORDS];
    for (uint32_t k = 0; k < WORDS; k++) {
        uint32_t left = count > 64 * k ? count - 64 * k : 0;
        valid[k] = left >= 64 ? ~0ull : (1ull << left) - 1;
    }
    for (uint32_t i = 0; i < plan->movers; i++) {
        if (sources[i].ranks) NAME(given)(value + i * size, &sources[i], plan->states, first, count);
        else NAME(from_lines)(value + i * size, own, &sources[i], plan->states, first, number, count);
    }
    NAME(open_arcs)(open, value, plan);
    memset(all, 0xff, plan->tests * size * sizeof(V));
    for (uint32_t i = 0; i < plan->movers; i++) {
        const program *p = &plan->programs[i];
        memcpy(cell, value + i * size, size * sizeof(V));
        NAME(run)(cell, open, p, plan->states);
        for (size_t t = 0; t < plan->tests; t++) {
            NAME(judge)(plan->each ? own : 0, all + t * size, cell, p->verdict + t * states, plan->states);
            if (!plan->each) continue;
            size_t row = plan->tests + t * plan->movers + i;
            NAME(count)(own, states, valid, row, counts, bits, apart);
        }
    }
    for (size_t t = 0; t < plan->tests; t++)
        NAME(count)(all + t * size, states, valid, t, counts, bits, apart);
}

/* Runs `count` profiles from place `first` among those given; `offset` is added to their places for
 * random draws. Adds to `counts`, (rows, states): a row for each test passed for all movers and, with
 * `each`, rows (tests, movers) after them. `bits`, unless NULL, is (rows, states, apart) words, of which each
 * block fills the next ones. Returns -1 if there was no memory. */
int NAME(sweep)(const sweep_plan *plan, const source *sources, uint64_t first, uint64_t count,
                uint64_t offset, int64_t *counts, uint64_t *bits, uint64_t apart) {
    size_t cells = (size_t)plan->states * (plan->movers + plan->tests + 1) + plan->arcs + plan->cells;
    V *room = aligned_alloc(64, cells * BLOCK * sizeof(CELL));
    if (room) {
        memset(room, 0, cells * BLOCK * sizeof(CELL));
        for (uint64_t done = 0; done < count; done += BLOCK) {
            uint32_t many = count - done < BLOCK ? (uint32_t)(count - done) : BLOCK;
            NAME(block)(plan, sources, first + done, first + done + offset, many, room, counts,
                        bits ? bits + done / 64 : 0, apart);
        }
    }
    int result = room ? 0 : -1;
    free(room);
    return result;
}

#undef V
#undef LANES
#undef WIDTH
#undef BLOCK
#undef WORDS
#undef EACH

#endif
