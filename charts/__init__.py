"""What it adds up to: frames to numbers, numbers to pictures. Imports sheets, never pages."""
