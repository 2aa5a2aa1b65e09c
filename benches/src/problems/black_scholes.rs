//! The Black-Scholes price of a call with five greeks: spot, strike, rate, volatility and time.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// Spot, strike, rate, volatility, time.
pub type Input = [f64; 5];
/// The price, then the greeks in the order of the input.
pub type Output = (f64, (f64, f64, f64, f64, f64));

/// The whole program in one annotated module, whose functions are lowered together.
#[differentiable]
pub mod model {
    /// The normal distribution function, by Abramowitz and Stegun 7.1.26: the error is below 1e-7.
    pub fn normal_cdf(x: f64) -> f64 {
        let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.3275911 * z);
        let polynomial = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
        let tail = 0.5 * t * polynomial * (-z * z).exp();
        if x < 0.0 { tail } else { 1.0 - tail }
    }

    /// The price of a European call.
    pub fn call_price(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64) -> f64 {
        let deviation = volatility * time.sqrt();
        let drift = (rate + 0.5 * volatility * volatility) * time;
        let d1 = ((spot / strike).ln() + drift) / deviation;
        let d2 = d1 - deviation;
        spot * normal_cdf(d1) - strike * (-rate * time).exp() * normal_cdf(d2)
    }
}

/// The distribution function and the derivative of *the formula in use*.
///
/// The density is even, so neither the branch nor the absolute value need be differentiated.
fn normal_cdf_and_slope(x: f64) -> (f64, f64) {
    let z = x.abs() * FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.3275911 * z);
    let polynomial = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
    let polynomial_slope = -0.284496736 + t * (2.0 * 1.421413741 + t * (-3.0 * 1.453152027 + t * (4.0 * 1.061405429)));
    let scaled = 0.5 * t * (-z * z).exp();
    let tail = scaled * polynomial;
    // d(t p)/dz = -0.3275911 t^2 (p + t p'); constants are folded by the compiler.
    let slope = (0.3275911 * FRAC_1_SQRT_2) * t * scaled * (polynomial + t * polynomial_slope)
        + (2.0 * FRAC_1_SQRT_2) * z * tail;
    (if x < 0.0 { tail } else { 1.0 - tail }, slope)
}

/// Price and greeks as written by hand: the derivative of the program above.
pub fn call_price_by_hand(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64) -> Output {
    let root = time.sqrt();
    let deviation = volatility * root;
    let per_deviation = 1.0 / deviation;
    let per_strike = 1.0 / strike;
    let speed = rate + 0.5 * volatility * volatility;
    let d1 = ((spot * per_strike).ln() + speed * time) * per_deviation;
    let d2 = d1 - deviation;
    let discount = (-rate * time).exp();
    let discounted = strike * discount;
    let (n1, slope1) = normal_cdf_and_slope(d1);
    let (n2, slope2) = normal_cdf_and_slope(d2);

    let owed = discounted * n2;
    let d2_weight = discounted * slope2;
    // The adjoint of the logarithm plus drift; it would vanish were the distribution function exact.
    let u = (spot * slope1 - d2_weight) * per_deviation;
    let deviation_adjoint = d2_weight - u * d1;
    let half_volatility = 0.5 * volatility;
    (
        spot * n1 - owed,
        (
            n1 + u / spot,
            -(discount * n2) - u * per_strike,
            time * (u + owed),
            u * volatility * time + deviation_adjoint * root,
            // half the volatility over the root of time is v^2 / (2 deviation)
            u * speed + rate * owed + deviation_adjoint * (half_volatility * volatility) * per_deviation,
        ),
    )
}

/// Price and greeks by the textbook: knows that the derivative of the distribution function is the normal density and
/// that spot and discounted strike weigh the two densities equally, neither of which the program says.
pub fn call_price_by_textbook(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64) -> Output {
    let root = time.sqrt();
    let deviation = volatility * root;
    let drift = (rate + 0.5 * volatility * volatility) * time;
    let d1 = ((spot / strike).ln() + drift) / deviation;
    let d2 = d1 - deviation;
    let discount = (-rate * time).exp();

    let cdf = |x: f64| {
        let z = x.abs() * FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.3275911 * z);
        let polynomial = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
        let bell = (-z * z).exp();
        let tail = 0.5 * t * polynomial * bell;
        (if x < 0.0 { tail } else { 1.0 - tail }, bell)
    };
    let (n1, bell) = cdf(d1);
    let (n2, _) = cdf(d2);
    let density = bell * (0.5 / PI).sqrt();
    let owed = strike * discount * n2;
    let vega_per_root = spot * density;
    (
        spot * n1 - owed,
        (n1, -discount * n2, time * owed, vega_per_root * root, 0.5 * vega_per_root * volatility / root + rate * owed),
    )
}

/// `count` options on both sides of the money.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(3);
    (0..count)
        .map(|_| {
            [
                uniform.next(60.0, 140.0),
                uniform.next(60.0, 140.0),
                uniform.next(0.0, 0.08),
                uniform.next(0.1, 0.6),
                uniform.next(0.1, 3.0),
            ]
        })
        .collect()
}

/// The plain function.
pub fn plain(&[spot, strike, rate, volatility, time]: &Input) -> f64 {
    model::call_price(spot, strike, rate, volatility, time)
}

/// The gradient written by hand.
pub fn hand(&[spot, strike, rate, volatility, time]: &Input) -> Output {
    call_price_by_hand(spot, strike, rate, volatility, time)
}

/// The gradient by formulas that the program does not contain.
pub fn textbook(&[spot, strike, rate, volatility, time]: &Input) -> Output {
    call_price_by_textbook(spot, strike, rate, volatility, time)
}

/// The generated gradient.
pub fn generated(&[spot, strike, rate, volatility, time]: &Input) -> Output {
    model::call_price::value_and_grad(spot, strike, rate, volatility, time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(100) {
            let (value, greeks) = generated(&input);
            assert_eq!(value.to_bits(), plain(&input).to_bits());
            agrees(&<[f64; 5]>::from(greeks), &<[f64; 5]>::from(hand(&input).1), 1e-12);
        }
    }

    #[test]
    fn hand_written_gradient_is_that_of_the_function() {
        for input in inputs(100) {
            let (value, greeks) = hand(&input);
            let slopes = central_differences(|x| plain(x.try_into().unwrap()), &input);
            agrees(&[value], &[plain(&input)], 1e-13);
            agrees(&<[f64; 5]>::from(greeks), &slopes, 1e-8);
        }
    }

    #[test]
    fn textbook_greeks_agree_to_the_error_of_the_distribution_function() {
        for input in inputs(100) {
            let (value, greeks) = textbook(&input);
            agrees(&[value], &[plain(&input)], 1e-13);
            agrees(&<[f64; 5]>::from(greeks), &<[f64; 5]>::from(hand(&input).1), 1e-4);
        }
    }
}
