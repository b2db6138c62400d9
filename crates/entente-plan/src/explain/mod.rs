//! Why a line has a gap, why an offer is not used, and the cheapest change that would help.
