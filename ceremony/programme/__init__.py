"""What happens in a ceremony, who speaks, which document is presented."""
