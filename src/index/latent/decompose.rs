//! The directions in which the rows of a matrix differ most: a truncated singular value decomposition.
//!
//! In: a sparse matrix. Out: its first right singular vectors. Randomised subspace iteration (Halko, Martinsson and Tropp,
//! "Finding structure with randomness", SIAM Review 2011) from fixed numbers, so that the same matrix gives the same bits.

use rayon::prelude::*;

use crate::index::latent::DIMENSIONS;
use crate::index::latent::matrix::Sparse;

/// Directions followed beside those that are wanted, which makes these exact sooner.
const MORE: usize = 16;

/// How often the matrix and its transpose are applied; the spectra of texts fall slowly.
const ROUNDS: usize = 3;

/// Directions that carry less than this share of the strongest one's energy are noise of rounding.
const LEAST_ENERGY: f64 = 1e-7;

/// For every column of the matrix its place along the strongest [`DIMENSIONS`] directions, one after the other; zeros where
/// there are fewer directions.
pub(crate) fn directions(matrix: &Sparse) -> Vec<f32> {
    let breadth = (DIMENSIONS + MORE).min(matrix.rows()).min(matrix.width);
    if breadth == 0 {
        return vec![0.0; matrix.width * DIMENSIONS];
    }
    let transposed = matrix.transposed();
    let mut followed = matrix.times(&chance(matrix.width * breadth), breadth);
    orthonormalise(&mut followed, breadth);
    let mut across = transposed.times(&followed, breadth);
    for _ in 0..ROUNDS {
        followed = matrix.times(&across, breadth);
        orthonormalise(&mut followed, breadth);
        across = transposed.times(&followed, breadth);
    }
    let (energies, turns) = eigen(gram(&across, breadth), breadth);
    let mut order: Vec<usize> = (0..breadth).collect();
    order.sort_by(|a, b| energies[*b].total_cmp(&energies[*a]).then(a.cmp(b)));
    let strongest = order.first().map_or(0.0, |first| energies[*first]);
    // How far along each of the wanted directions a row of what was followed goes.
    let along: Vec<Vec<f64>> = order
        .into_iter()
        .take(DIMENSIONS)
        .take_while(|direction| energies[*direction] > strongest * LEAST_ENERGY)
        .map(|direction| {
            let scale = 1.0 / energies[direction].sqrt();
            (0..breadth).map(|at| turns[at * breadth + direction] * scale).collect()
        })
        .collect();
    let mut places = vec![0.0; matrix.width * DIMENSIONS];
    places.par_chunks_mut(DIMENSIONS).zip(across.par_chunks(breadth)).for_each(|(places, row)| {
        let row: Vec<f64> = row.iter().map(|value| f64::from(*value)).collect();
        for (place, along) in places.iter_mut().zip(&along) {
            *place = narrow(dot(&row, along));
        }
    });
    places
}

#[expect(clippy::cast_possible_truncation, reason = "more digits than a vector keeps")]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// Numbers that look like chance and are always the same (splitmix64, Steele and others 2014).
fn chance(count: usize) -> Vec<f32> {
    let mut state = 0_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    // Twenty-three bits, from -1 to 1.
    #[expect(clippy::cast_precision_loss, reason = "23 bits are exact")]
    let number = |bits: u64| (bits >> 41) as f32 / 4_194_304.0 - 1.0;
    (0..count).map(|_| number(next())).collect()
}

/// Makes the columns of a dense matrix lengths of one at right angles to each other (Gram and Schmidt, twice). A column that
/// the ones before it already span becomes zero.
fn orthonormalise(dense: &mut [f32], breadth: usize) {
    /// The share of its length that a column has to keep.
    const KEPT: f64 = 1e-6;
    /// Rows that a thread takes at a time.
    const ROWS: usize = 1 << 11;
    let rows = dense.len() / breadth;
    let mut columns: Vec<Vec<f64>> = (0..breadth)
        .map(|column| (0..rows).map(|row| f64::from(dense[row * breadth + column])).collect())
        .collect();
    for at in 0..breadth {
        let (before, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut() else { break };
        let length = dot(column, column).sqrt();
        for _ in 0..2 {
            let shared: Vec<f64> = before.par_iter().map(|other| dot(other, column)).collect();
            column.par_chunks_mut(ROWS).enumerate().for_each(|(part, values)| {
                for (other, shared) in before.iter().zip(&shared) {
                    for (value, other) in values.iter_mut().zip(&other[part * ROWS..]) {
                        *value -= shared * other;
                    }
                }
            });
        }
        let kept = dot(column, column).sqrt();
        let scale = if kept > length * KEPT { 1.0 / kept } else { 0.0 };
        for value in column.iter_mut() {
            *value *= scale;
        }
    }
    for (column, values) in columns.iter().enumerate() {
        for (row, value) in values.iter().enumerate() {
            dense[row * breadth + column] = narrow(*value);
        }
    }
}

/// The sum of products, taken in eight sums side by side, which a processor adds at once.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one_rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (one, other) in ones.iter().zip(others) {
        for at in 0..8 {
            sums[at] += one[at] * other[at];
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    sums.iter().sum::<f64>() + rest
}

/// The products of every column with every column.
fn gram(dense: &[f32], breadth: usize) -> Vec<f64> {
    /// Rows whose products are added up by themselves, always as many, so that threads do not show in the sums.
    const ROWS: usize = 1 << 12;
    let parts: Vec<Vec<f64>> = dense.par_chunks(ROWS * breadth).map(|rows| gram_of(rows, breadth)).collect();
    let mut products = vec![0.0; breadth * breadth];
    for part in parts {
        for (product, part) in products.iter_mut().zip(part) {
            *product += part;
        }
    }
    products
}

fn gram_of(dense: &[f32], breadth: usize) -> Vec<f64> {
    let mut products = vec![0.0; breadth * breadth];
    for row in dense.chunks_exact(breadth) {
        for (one, value) in row.iter().enumerate() {
            let value = f64::from(*value);
            for (product, other) in products[one * breadth..(one + 1) * breadth].iter_mut().zip(row) {
                *product += value * f64::from(*other);
            }
        }
    }
    products
}

/// Eigenvalues of a symmetric matrix, and its eigenvectors as columns (Jacobi's rotations).
fn eigen(mut matrix: Vec<f64>, size: usize) -> (Vec<f64>, Vec<f64>) {
    /// Rounds over all pairs; ten are plenty for a hundred rows.
    const SWEEPS: usize = 30;
    let mut vectors = vec![0.0; size * size];
    for at in 0..size {
        vectors[at * size + at] = 1.0;
    }
    for _ in 0..SWEEPS {
        let total: f64 = matrix.iter().map(|value| value * value).sum();
        let diagonal: f64 = (0..size).map(|at| matrix[at * size + at] * matrix[at * size + at]).sum();
        if total - diagonal <= total * 1e-22 {
            break;
        }
        for one in 0..size {
            for other in one + 1..size {
                rotate(&mut matrix, &mut vectors, size, one, other);
            }
        }
    }
    ((0..size).map(|at| matrix[at * size + at]).collect(), vectors)
}

/// Turns two axes so that their entry off the diagonal becomes zero.
fn rotate(matrix: &mut [f64], vectors: &mut [f64], width: usize, one: usize, other: usize) {
    let entry = matrix[one * width + other];
    if entry.abs() < f64::MIN_POSITIVE {
        return;
    }
    let theta = (matrix[other * width + other] - matrix[one * width + one]) / (2.0 * entry);
    let slope = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let along = 1.0 / (slope * slope + 1.0).sqrt();
    let across = slope * along;
    let turn = |values: &mut [f64], at: usize, beside: usize| {
        let (left, right) = (values[at], values[beside]);
        values[at] = along * left - across * right;
        values[beside] = across * left + along * right;
    };
    for row in 0..width {
        turn(matrix, row * width + one, row * width + other);
        turn(vectors, row * width + one, row * width + other);
    }
    for column in 0..width {
        turn(matrix, one * width + column, other * width + column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_direction_of_two_groups_tells_them_apart() {
        // Three rows use columns 0 and 1, two rows columns 2 and 3.
        let rows =
            [vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0)], vec![(2, 1.0), (3, 1.0)]];
        let places = directions(&Sparse::of_rows(rows.into_iter(), 4));
        let place = |column: usize, direction: usize| places[column * DIMENSIONS + direction].abs();
        assert!(
            place(0, 0) > 0.5 && place(1, 0) > 0.5 && place(2, 0) < 1e-3 && place(3, 0) < 1e-3,
            "{places:?}"
        );
        assert!(place(2, 1) > 0.5 && place(3, 1) > 0.5 && place(0, 1) < 1e-3, "{places:?}");
        assert!((0..4).all(|column| place(column, 10) < 1e-6), "three directions are all there are");
    }

    #[test]
    fn what_is_found_is_the_decomposition() {
        // Singular values 3, 2, 1 along the columns.
        let rows = [vec![(0, 3.0)], vec![(1, 2.0)], vec![(2, 1.0)]];
        let places = directions(&Sparse::of_rows(rows.into_iter(), 3));
        for direction in 0..3 {
            for column in 0..3 {
                let wanted = if direction == column { 1.0 } else { 0.0 };
                assert!((places[column * DIMENSIONS + direction].abs() - wanted).abs() < 1e-3, "{places:?}");
            }
        }
    }

    #[test]
    fn nothing_has_no_direction() {
        assert!(directions(&Sparse::of_rows(std::iter::empty(), 0)).is_empty());
        assert!(
            directions(&Sparse::of_rows(std::iter::once(Vec::new()), 2)).iter().all(|value| *value == 0.0)
        );
    }
}
