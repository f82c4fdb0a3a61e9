let load work = Domain.join (Domain.spawn work)
