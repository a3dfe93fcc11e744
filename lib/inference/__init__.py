"""From inputs to uncertainty: draws, sensitivity, forecasts. Anything random is here."""
