#[differentiable]
pub mod model {
    /// The normal distribution function, by Abramowitz and Stegun 7.1.26: the error is below 1e-7.
    pub fn normal_cdf(x: f64) -> f64 {
        let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.3275911 * z);
        let polynomial = 0.254829592
            + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
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

