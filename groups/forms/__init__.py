"""What peer leaders and coordinators type and tick. Input only: nothing here writes."""
