cp "$(dirname "$0")/shifts.py" /app/rota/shifts.py
