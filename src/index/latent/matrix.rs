//! Matrices of which most is zero.
//!
//! In: rows of pairs. Out: products with dense matrices. Each row of a product is one sum in a fixed order, so threads do
//! not show in it.

use rayon::prelude::*;

use crate::index::latent::add_to;

/// A matrix, row by row, each row in the order of its columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    pub(crate) width: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    /// A matrix of rows, whose columns are in order and below the width.
    pub(crate) fn of_rows(rows: impl Iterator<Item = Vec<(u32, f32)>>, width: usize) -> Sparse {
        let mut matrix = Sparse { width, starts: vec![0], ..Sparse::default() };
        for row in rows {
            for (column, value) in row {
                matrix.columns.push(column);
                matrix.values.push(value);
            }
            matrix.starts.push(matrix.columns.len());
        }
        matrix
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        let columns = self.columns[range.clone()].iter().map(|column| *column as usize);
        columns.zip(self.values[range].iter().copied())
    }

    /// Columns for rows.
    pub(crate) fn transposed(&self) -> Sparse {
        let mut starts = vec![0; self.width + 1];
        for column in &self.columns {
            starts[*column as usize + 1] += 1;
        }
        for column in 0..self.width {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut columns = vec![0; self.columns.len()];
        let mut values = vec![0.0; self.values.len()];
        for row in 0..self.rows() {
            for (column, value) in self.row(row) {
                columns[next[column]] = u32::try_from(row).unwrap_or(u32::MAX);
                values[next[column]] = value;
                next[column] += 1;
            }
        }
        Sparse { width: self.rows(), starts, columns, values }
    }

    /// The product with a dense matrix of `breadth` columns, row by row.
    pub(crate) fn times(&self, dense: &[f32], breadth: usize) -> Vec<f32> {
        let mut product = vec![0.0; self.rows() * breadth];
        if breadth > 0 {
            product.par_chunks_mut(breadth).enumerate().for_each(|(row, sum)| {
                for (column, value) in self.row(row) {
                    add_to(sum, &dense[column * breadth..(column + 1) * breadth], value);
                }
            });
        }
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_with_a_matrix_and_its_transpose() {
        let rows = vec![vec![(0, 1.0), (2, 2.0)], vec![], vec![(1, 3.0)]];
        let matrix = Sparse::of_rows(rows.into_iter(), 3);
        assert_eq!(matrix.times(&[1.0, 10.0, 2.0, 20.0, 3.0, 30.0], 2), [7.0, 70.0, 0.0, 0.0, 6.0, 60.0]);
        assert_eq!(matrix.transposed().times(&[1.0, 2.0, 3.0], 1), [1.0, 9.0, 2.0]);
        assert_eq!(
            matrix.transposed().transposed().times(&[1.0, 2.0, 3.0], 1),
            matrix.times(&[1.0, 2.0, 3.0], 1)
        );
    }
}
