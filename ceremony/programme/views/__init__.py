"""The pages of a ceremony's programme and of the library that it takes its documents from."""
