//! What being late costs: fees and interest for lateness by the contract's terms, cut to what a market allows, and what
//! waiting would add to what is owed.

mod accrual;
mod charge;
mod fee;
mod interest;
mod late_due;
mod law;
mod own_interest;
mod payment_order;
mod projection;
mod run_up;

pub use charge::{Charge, Cut, Rule};
pub(crate) use projection::next_charge;
pub use projection::{Avoidable, POINT_DAYS, POINT_DAYS_MAX, POINTS_MAX, Point, Projection, Step, Why, projection};
pub(crate) use run_up::ledger;
