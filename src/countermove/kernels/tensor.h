/* Kernels on tensors of values: one cell for each combination of options, bit k of its index is option k.
 *
 * Included once for every type of cell, with CELL (a signed integer), LANES (VECTOR_BYTES of cells),
 * LANE_BITS, LOWEST, HIGHEST and NAME(x). LOWEST marks a combination that cannot happen, HIGHEST a value
 * that nothing holds down; ranks lie between them.
 *
 * All kernels go through the tensor tile by tile. A tile holds what one decision maker can move
 * between, for LANES neighbouring columns at once: its rows are the settings of its own options above the
 * lanes, and own options inside the lanes are swapped in registers. Movement may pass through
 * combinations that cannot happen (a mover sets all its options at once), so values flow through them
 * inside a tile and are never stored there.
 */

typedef CELL NAME(lanes) __attribute__((vector_size(VECTOR_BYTES)));
#define V NAME(lanes)

static inline V NAME(all)(CELL value) {
    V made;
    for (int k = 0; k < LANES; k++) made[k] = value;
    return made;
}

static inline V NAME(lesser)(V a, V b) {
    V made;
    for (int k = 0; k < LANES; k++) made[k] = a[k] < b[k] ? a[k] : b[k];
    return made;
}

static inline V NAME(greater)(V a, V b) {
    V made;
    for (int k = 0; k < LANES; k++) made[k] = a[k] > b[k] ? a[k] : b[k];
    return made;
}

/* The cells of `a` where `mask` is set, of `b` elsewhere. */
static inline V NAME(pick)(V mask, V a, V b) { return (a & mask) | (b & ~mask); }

static inline V NAME(load)(const CELL *from) {
    V made;
    memcpy(&made, from, sizeof made);
    return made;
}

/* What a mover wishes, kept in one byte a cell if `narrow`, else like the values. */
static inline V NAME(load_wish)(const void *from, int narrow, uint64_t at) {
    typedef int8_t narrow_lanes __attribute__((vector_size(LANES)));
    narrow_lanes made;
    if (!narrow) return NAME(load)((const CELL *)from + at);
    memcpy(&made, (const int8_t *)from + at, sizeof made);
    return __builtin_convertvector(made, V);
}

static inline void NAME(store)(CELL *to, V value) { memcpy(to, &value, sizeof value); }

/* Each cell replaced by the one whose index differs in one bit. */
static inline __attribute__((always_inline)) V NAME(swap)(V a, int bit) {
    V partner;
    for (int k = 0; k < LANES; k++) partner[k] = (CELL)(k ^ 1 << bit);
#if defined(__clang__)
    V made;
    for (int k = 0; k < LANES; k++) made[k] = a[partner[k]];
    return made;
#else
    return __builtin_shuffle(a, partner);
#endif
}

/* Each of many vectors swapped in its lanes; the bit is a constant in each loop, so that it becomes one
 * or two instructions. */
#define SWAP_ALL(vectors, count, bit, body)                                                            \
    switch (bit) {                                                                                     \
    case 0: for (uint64_t k = 0; k < (count); k++) { V swapped = NAME(swap)((vectors)[k], 0 % LANE_BITS); body; } break; \
    case 1: for (uint64_t k = 0; k < (count); k++) { V swapped = NAME(swap)((vectors)[k], 1 % LANE_BITS); body; } break; \
    case 2: for (uint64_t k = 0; k < (count); k++) { V swapped = NAME(swap)((vectors)[k], 2 % LANE_BITS); body; } break; \
    case 3: for (uint64_t k = 0; k < (count); k++) { V swapped = NAME(swap)((vectors)[k], 3 % LANE_BITS); body; } break; \
    case 4: for (uint64_t k = 0; k < (count); k++) { V swapped = NAME(swap)((vectors)[k], 4 % LANE_BITS); body; } break; \
    }

/* Set in the lanes whose index has the bit. */
static inline V NAME(lanes_with)(int bit) {
    V made;
    for (int k = 0; k < LANES; k++) made[k] = (k >> bit & 1) ? -1 : 0;
    return made;
}

/* One bit a lane, from a mask. */
static inline uint32_t NAME(bits)(V mask) {
    uint8_t byte[LANES < 8 ? 8 : LANES] = {0};
    uint64_t eight;
    uint32_t made = 0;
    for (int k = 0; k < LANES; k++) byte[k] = (uint8_t)(mask[k] & 1);
    for (int k = 0; k < LANES; k += 8) {
        memcpy(&eight, byte + k, 8);
        made |= (uint32_t)(eight * 0x0102040810204080ull >> 56) << k;
    }
    return made;
}

/* -- what one decision maker can reach ---------------------------------------------------------- */

/* For each cell of a tile the least value that the mover can bring it to, itself included. */
static inline void NAME(sink)(V *tile, const mover *m, int width) {
    for (int b = 0; b < m->row_bits; b++) {
        uint64_t step = 1ull << b;
        for (uint64_t r = 0; r < m->rows; r++) {
            if (r & step) continue;
            V *off = tile + r * width, *on = tile + (r | step) * width;
            for (int w = 0; w < width; w++) {
                V low = NAME(lesser)(off[w], on[w]);
                if (!(m->row_stay_dropped >> b & 1)) off[w] = low;
                if (!(m->row_stay_taken >> b & 1)) on[w] = low;
            }
        }
    }
    for (int b = 0; b < LANE_BITS; b++) {
        if (!(m->lane_own >> b & 1)) continue;
        V on = NAME(lanes_with)(b), blocked = NAME(all)(0);
        if (m->lane_stay_taken >> b & 1) blocked |= on;
        if (m->lane_stay_dropped >> b & 1) blocked |= ~on;
        SWAP_ALL(tile, m->rows * (uint64_t)width, b,
                 tile[k] = NAME(lesser)(tile[k], NAME(pick)(blocked, NAME(all)(HIGHEST), swapped)))
    }
}

/* The same for the greatest value. */
static inline void NAME(rise)(V *tile, const mover *m, int width) {
    for (uint64_t k = 0; k < m->rows * (uint64_t)width; k++) tile[k] = ~tile[k];
    NAME(sink)(tile, m, width);
    for (uint64_t k = 0; k < m->rows * (uint64_t)width; k++) tile[k] = ~tile[k];
}

/* Set in the lanes in which the mover cannot change these own options, as some cannot be changed back. */
static inline V NAME(closed)(const mover *m, uint32_t changed) {
    V made = NAME(all)(0);
    for (int b = 0; b < LANE_BITS; b++) {
        if (changed & m->lane_stay_taken & 1u << b) made |= NAME(lanes_with)(b);
        if (changed & m->lane_stay_dropped & 1u << b) made |= ~NAME(lanes_with)(b);
    }
    return made;
}

/* Lowers four neighbouring rows (one column of vectors) to what they can gain from the rows of a range. */
static inline void NAME(gain_of_four)(V *tile, const V *rank, const V *moved, const V *moved_rank,
                                      const V closed, uint64_t from, uint64_t end, uint64_t width) {
    V none = NAME(all)(HIGHEST);
    V a = tile[0], b = tile[width], c = tile[2 * width], d = tile[3 * width];
    V of_a = NAME(pick)(closed, none, rank[0]), of_b = NAME(pick)(closed, none, rank[width]);
    V of_c = NAME(pick)(closed, none, rank[2 * width]), of_d = NAME(pick)(closed, none, rank[3 * width]);
    for (uint64_t k = from * width; k < end * width; k += width) {
        V value = moved[k], wish = moved_rank[k];
        a = NAME(lesser)(a, NAME(pick)((V)(wish > of_a), value, none));
        b = NAME(lesser)(b, NAME(pick)((V)(wish > of_b), value, none));
        c = NAME(lesser)(c, NAME(pick)((V)(wish > of_c), value, none));
        d = NAME(lesser)(d, NAME(pick)((V)(wish > of_d), value, none));
    }
    tile[0] = a, tile[width] = b, tile[2 * width] = c, tile[3 * width] = d;
}

/* The same for one row. */
static inline void NAME(gain_of_one)(V *tile, const V *rank, const V *moved, const V *moved_rank,
                                     const V closed, uint64_t from, uint64_t end, uint64_t width) {
    V none = NAME(all)(HIGHEST), least = *tile, own = NAME(pick)(closed, none, *rank);
    for (uint64_t k = from * width; k < end * width; k += width)
        least = NAME(lesser)(least, NAME(pick)((V)(moved_rank[k] > own), moved[k], none));
    *tile = least;
}

/* For each cell the least value among what the mover would rather have, by its rank, itself included.
 * `moved` and `moved_rank` are room for as many vectors: they hold what was there before, which is
 * enough, as improvements are transitive. Rows whose one-way options agree are neighbours. */
static inline void NAME(sink_willingly)(V *tile, const V *rank, V *moved, V *moved_rank, const mover *m) {
    uint64_t width = (uint64_t)m->width, size = m->rows * width, run = 1ull << m->free_bits;
    memcpy(moved, tile, size * sizeof(V));
    memcpy(moved_rank, rank, size * sizeof(V));
    /* All ways to change the own options inside the lanes, one bit from each to the next (Gray code). */
    uint32_t changed = 0, ways = 1u << __builtin_popcount(m->lane_own);
    for (uint32_t turn = 1;; turn++) {
        V closed = NAME(closed)(m, changed);
        for (uint64_t from = 0; from < m->rows; from += run)
            for (uint64_t to = 0; to < m->rows; to += run) {
                if ((from & ~to & m->row_stay_taken) || (to & ~from & m->row_stay_dropped)) continue;
                for (uint64_t w = 0; w < width; w++) {
                    uint64_t r = from;
                    for (; r + 4 <= from + run; r += 4)
                        NAME(gain_of_four)(tile + r * width + w, rank + r * width + w, moved + w,
                                           moved_rank + w, closed, to, to + run, width);
                    for (; r < from + run; r++)
                        NAME(gain_of_one)(tile + r * width + w, rank + r * width + w, moved + w,
                                          moved_rank + w, closed, to, to + run, width);
                }
            }
        if (turn == ways) return;
        int bit = nth_bit(m->lane_own, __builtin_ctz(turn));
        SWAP_ALL(moved, size, bit, moved[k] = swapped)
        SWAP_ALL(moved_rank, size, bit, moved_rank[k] = swapped)
        changed ^= 1u << bit;
    }
}

/* -- passes over the tensor ---------------------------------------------------------------------- */

#define EACH_VECTOR                                                                                    \
    for (uint64_t r = 0, k = 0; r < m->rows; r++)                                                      \
        for (int w = 0; w < m->width; w++, k++)
#define AT (base + m->row[r] + m->column[w])

static inline int NAME(any)(V mask) {
    uint64_t part[VECTOR_BYTES / 8], seen = 0;
    memcpy(part, &mask, sizeof part);
    for (int k = 0; k < VECTOR_BYTES / 8; k++) seen |= part[k];
    return seen != 0;
}

/* Values after one more mover: through all its moves, or if `willing` only through its improvements.
 * `wishes` orders what the mover can move between, in cells of one byte if `narrow`; its lowest number
 * marks what cannot happen. Only blocks that changed after `since` are looked at; what changes is stamped
 * with `now`. Returns how many tiles changed. */
int64_t NAME(spread)(CELL *value, const void *wishes, int narrow, int willing, const mover *m,
                     uint32_t *stamps, uint32_t since, uint32_t now, uint64_t first, uint64_t last) {
    uint64_t size = m->rows * (uint64_t)m->width;
    V *tile = aligned_alloc(64, 4 * size * sizeof(V));
    if (!tile) return -1;
    V *rank = tile + size, *moved = rank + size, *moved_rank = moved + size;
    V impossible = NAME(all)(narrow ? (CELL)INT8_MIN : LOWEST);
    int64_t changed = 0;
    for (uint64_t block = first; block < last; block++) {
        uint64_t base = scatter(block, ~m->own & ~(m->granule - 1)), origin = base;
        if (!touched(m, stamps, origin, since)) continue;
        int64_t before = changed;
        for (uint64_t left = m->tiles; left > 0; left--, base = next_tile(m, base, origin)) {
            EACH_VECTOR {
                tile[k] = NAME(load)(value + AT);
                rank[k] = NAME(load_wish)(wishes, narrow, AT);
            }
            if (willing) NAME(sink_willingly)(tile, rank, moved, moved_rank, m);
            else NAME(sink)(tile, m, m->width);
            V differs = NAME(all)(0);
            EACH_VECTOR {
                V old = NAME(load)(value + AT), never = (V)(rank[k] == impossible);
                V new = NAME(pick)(never, old, tile[k]);
                differs |= new ^ old;
                NAME(store)(value + AT, new);
            }
            changed += NAME(any)(differs);
        }
        if (changed > before) stamp(m, stamps, origin, now);
    }
    free(tile);
    return changed;
}

/* For each state the best rank that the mover has or could move to; HIGHEST for what cannot happen. */
int NAME(best)(CELL *out, const CELL *ranks, const mover *m, uint64_t first, uint64_t last) {
    V *tile = aligned_alloc(64, m->rows * (uint64_t)m->width * sizeof(V));
    if (!tile) return -1;
    for (uint64_t block = first; block < last; block++) {
        uint64_t base = scatter(block, ~m->own & ~(m->granule - 1)), origin = base;
        for (uint64_t left = m->tiles; left > 0; left--, base = next_tile(m, base, origin)) {
            EACH_VECTOR tile[k] = NAME(load)(ranks + AT);
            NAME(rise)(tile, m, m->width);
            EACH_VECTOR {
                V never = (V)(NAME(load)(ranks + AT) == NAME(all)(LOWEST));
                NAME(store)(out + AT, NAME(pick)(never, NAME(all)(HIGHEST), tile[k]));
            }
        }
    }
    free(tile);
    return 0;
}

/* Sets a bit of `out`, which is all zeros, for each state that the mover would stay in: no improvement of its own leads to a state
 * from which it cannot be held down to the rank it has. Without values (NULL) nothing holds it down. */
int NAME(verdict)(uint8_t *out, const CELL *value, const CELL *ranks, const mover *m, uint64_t first,
                  uint64_t last) {
    V *tile = aligned_alloc(64, m->rows * (uint64_t)m->width * sizeof(V));
    if (!tile) return -1;
    for (uint64_t block = first; block < last; block++) {
        uint64_t base = scatter(block, ~m->own & ~(m->granule - 1)), origin = base;
        for (uint64_t left = m->tiles; left > 0; left--, base = next_tile(m, base, origin)) {
            EACH_VECTOR {
                V rank = NAME(load)(ranks + AT);
                /* A state worth less than its value says is still worth no more than its rank. */
                tile[k] = value ? NAME(lesser)(rank, NAME(load)(value + AT)) : rank;
            }
            NAME(rise)(tile, m, m->width);
            EACH_VECTOR {
                V rank = NAME(load)(ranks + AT);
                V stays = (V)(tile[k] <= rank) & ~(V)(rank == NAME(all)(LOWEST));
                uint32_t bits = NAME(bits)(stays);
                for (int b = 0; b < LANES; b += 8) out[AT / 8 + b / 8] |= (uint8_t)(bits >> b << AT % 8);
            }
        }
    }
    free(tile);
    return 0;
}

/* -- ranks ------------------------------------------------------------------------------------- */

/* Ranks looked up by the options that the wishes mention: low[k] for the low 12 bits of the index and
 * `mask` for the others give the place in `table`; LOWEST where the bit of `feasible` is not set.
 * `table` may be NULL: then only LOWEST is written where needed. */
void NAME(ranks)(CELL *out, const CELL *table, const uint32_t *low, uint64_t mask, int low_bits,
                 int shift, const uint64_t *feasible, uint64_t first, uint64_t last) {
    for (uint64_t part = first; part < last; part++) {
        CELL *to = out + (part << low_bits);
        const CELL *from = table + (gather(part, mask) << shift);
        const uint64_t *open = feasible ? feasible + (part << low_bits) / 64 : 0;
        for (uint64_t k = 0; k < 1ull << low_bits; k++) to[k] = from[low[k]];
        for (uint64_t k = 0; open && k < 1ull << low_bits; k += 64) {
            uint64_t word = open[k / 64];
            if (~word == 0) continue;
            for (int b = 0; b < 64; b++)
                if (!(word >> b & 1)) to[k + b] = LOWEST;
        }
    }
}

#undef V
#undef SWAP_ALL
#undef EACH_VECTOR
#undef AT
