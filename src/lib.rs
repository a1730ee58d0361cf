//! What is due, what waiting would cost, and which ways out there are.
