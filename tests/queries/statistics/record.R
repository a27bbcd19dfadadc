# Records what R says about random data, for statistics.test.ts: Rscript record.R > recorded.json
# Packages of Debian: r-base-core r-cran-survival r-cran-etm r-cran-metafor r-cran-psych r-cran-vcd r-cran-jsonlite.
suppressPackageStartupMessages({library(survival); library(etm); library(metafor); library(psych); library(vcd)})
set.seed(20250401)
recorded <- list()

wilson <- function(x, n) as.numeric(prop.test(x, n, correct = FALSE)$conf.int)
recorded$wilson <- do.call(rbind, lapply(1:20, function(i) {
	n <- sample(5:400, 1); x <- sample(0:n, 1); ci <- wilson(x, n)
	data.frame(x = x, n = n, lo = ci[1], hi = ci[2])
}))
recorded$newcombe <- do.call(rbind, lapply(1:20, function(i) {
	m <- sample(5:300, 1); n <- sample(5:300, 1); a <- sample(0:m, 1); b <- sample(0:n, 1)
	one <- wilson(a, m); two <- wilson(b, n); d <- a / m - b / n
	data.frame(a = a, m = m, b = b, n = n,
		lo = d - sqrt((a / m - one[1])^2 + (two[2] - b / n)^2),
		hi = d + sqrt((one[2] - a / m)^2 + (b / n - two[1])^2))
}))

# The variance of a ratio of sums over persons by linearisation, as a sample survey would have it.
recorded$clustered <- do.call(rbind, lapply(1:10, function(i) {
	persons <- sample(6:80, 1); n <- sample(1:9, persons, TRUE); x <- rbinom(persons, n, rbeta(persons, 2, 2))
	p <- sum(x) / sum(n); v <- persons * var(x - p * n) / sum(n)^2
	size <- min(sum(n), sum(n) / (sum(n) - 1) * p * (1 - p) / v)
	data.frame(case = i, x = x, n = n, size = size)
}))

# Curves: Kaplan and Meier by survival; Aalen and Johansen with delayed entry by survival and, for the variance, by etm.
waits <- function(i, delayed) {
	persons <- sample(30:120, 1)
	start <- if (delayed) round(runif(persons, 0, 40)) else rep(-1, persons)
	stop <- start + 1 + round(rexp(persons, 1 / 60))
	data.frame(case = i, entered = start, ended = stop, ending = sample(0:2, persons, TRUE, c(.3, .4, .3)))
}
recorded$waits <- do.call(rbind, lapply(1:8, function(i) waits(i, i > 4)))
recorded$curves <- do.call(rbind, lapply(split(recorded$waits, recorded$waits$case), function(w) {
	km <- summary(survfit(Surv(entered, ended, ending == 1) ~ 1, w))
	aj <- survfit(Surv(entered, ended, factor(ending, 0:2)) ~ 1, w, id = seq_len(nrow(w)), start.time = min(w$entered))
	tra <- matrix(FALSE, 3, 3); tra[1, 2:3] <- TRUE
	long <- data.frame(id = seq_len(nrow(w)), from = "0", entry = w$entered + 1, exit = w$ended + 1,
		to = c("cens", "1", "2")[w$ending + 1])
	by_etm <- etm(long, c("0", "1", "2"), tra, "cens", s = 0)
	at <- km$time
	data.frame(case = w$case[1], day = at, kaplan_meier = 1 - km$surv, km_variance = km$std.err^2,
		cif = summary(aj, times = at)$pstate[, 2], cif_other = summary(aj, times = at)$pstate[, 3],
		variance = trcov(by_etm, "0 1")[match(at + 1, by_etm$time)])
}))

# Poisson bootstrap over persons with other draws and 20000 samples; lo and hi have a noise of about one part in a hundred.
recorded$people <- do.call(rbind, lapply(1:6, function(i) {
	persons <- c(12, 40, 120, 240, 300, 900)[i]
	y <- round(rexp(persons, 1 / 200)) + 1
	data.frame(case = i, x = round(y * rbeta(persons, 1, 1.5)), y = y)
}))
recorded$bootstrap <- do.call(rbind, lapply(split(recorded$people, recorded$people$case), function(p) {
	draws <- matrix(rpois(20000 * nrow(p), 1), 20000)
	at <- quantile((draws %*% p$x) / (draws %*% p$y), c(.025, .975), na.rm = TRUE)
	data.frame(case = p$case[1], lo = at[[1]], hi = at[[2]])
}))

strata <- do.call(rbind, lapply(1:8, function(i) {
	k <- sample(2:6, 1); n_1 <- sample(5:60, k, TRUE); n_0 <- sample(5:60, k, TRUE)
	data.frame(case = i, a = rbinom(k, n_1, .4) + 1, n_1 = n_1 + 1, c = rbinom(k, n_0, .3) + 1, n_0 = n_0 + 1,
		t_1 = round(runif(k, 10, 90), 1), t_0 = round(runif(k, 10, 90), 1))
}))
recorded$strata <- strata
recorded$pooled <- do.call(rbind, lapply(split(strata, strata$case), function(s) {
	rr <- with(s, rma.mh(ai = a, n1i = n_1, ci = c, n2i = n_0, measure = "RR"))
	or <- with(s, rma.mh(ai = a, n1i = n_1, ci = c, n2i = n_0, measure = "OR"))
	ir <- with(s, rma.mh(x1i = a, t1i = t_1, x2i = c, t2i = t_0, measure = "IRR"))
	data.frame(case = s$case[1], risk = exp(as.numeric(rr$beta)), risk_error = rr$se, risk_lo = exp(rr$ci.lb), risk_hi = exp(rr$ci.ub),
		odds = exp(as.numeric(or$beta)), odds_error = or$se, rate = exp(as.numeric(ir$beta)), rate_error = ir$se)
}))
recorded$rates <- do.call(rbind, lapply(1:10, function(i) {
	a <- sample(1:40, 1); b <- sample(1:40, 1); s <- runif(1, 5, 500); t <- runif(1, 5, 500)
	fit <- glm(c(a, b) ~ c(1, 0) + offset(log(c(s, t))), family = poisson, control = list(epsilon = 1e-14, maxit = 99))
	ratio <- exp(confint.default(fit)[2, ])
	one <- exp(confint.default(glm(a ~ 1 + offset(log(s)), family = poisson, control = list(epsilon = 1e-14, maxit = 99))))
	data.frame(a = a, s = s, b = b, t = t, lo = one[1], hi = one[2], ratio = exp(coef(fit)[[2]]), ratio_lo = ratio[[1]], ratio_hi = ratio[[2]])
}))
recorded$none <- data.frame(limit = poisson.test(0, 1)$conf.int[2])

recorded$normal <- data.frame(z = c(0, .3, 1, 1.96, 3.5, 5, 6.9, 7.2, 9, 15)) |> transform(beyond = pnorm(z, lower.tail = FALSE))
recorded$normal_points <- data.frame(p = c(1e-12, 1e-6, .001, .025, .07, .3, .5, .62, .95, .975, .999)) |> transform(z = qnorm(p))
recorded$t <- do.call(rbind, lapply(c(1, 1.3, 2, 2.7, 3, 4.1, 6.17, 9, 20, 55.5, 200, 999, 1001, 5000, 1e6), function(df)
	data.frame(df = df, p = c(.6, .9, .95, .975, .995, .9995)) |> transform(t = qt(p, df))))
recorded$t_shares <- do.call(rbind, lapply(c(1, 1.7, 3, 8.4, 30, 400, 1e4), function(df)
	data.frame(df = df, t = c(-6, -2.2, -.4, 0, .1, 1.7, 3, 12)) |> transform(p = pt(t, df))))
recorded$poisson <- expand.grid(number = c(0, 1, 4, 12, 60, 500), mean = c(.02, 1.5, 11, 58, 520)) |>
	transform(p = ppois(number - 1, mean, lower.tail = FALSE))
recorded$means <- do.call(rbind, lapply(1:8, function(i) {
	x <- round(rnorm(sample(3:40, 1), 5, 2), 3); y <- round(rnorm(sample(3:40, 1), 4.5, 3), 3)
	w <- t.test(x, y); one <- t.test(x)
	data.frame(m_1 = mean(x), v_1 = var(x), n_1 = length(x), m_2 = mean(y), v_2 = var(y), n_2 = length(y),
		lo = one$conf.int[1], hi = one$conf.int[2], df = w$parameter[[1]], welch_lo = w$conf.int[1], welch_hi = w$conf.int[2])
}))

recorded$discoveries <- do.call(rbind, lapply(1:5, function(i) {
	p <- signif(c(runif(20), rbeta(10, .3, 8), .04, .04), 4)
	data.frame(family = i, p = p, q = p.adjust(p, "BH"))
}))

# Shrinkage: the intraclass correlation by moments, written for vectors, and the mean of the beta law after the data.
recorded$groups <- do.call(rbind, lapply(1:6, function(i) {
	k <- sample(4:25, 1); n <- sample(5:80, k, TRUE); x <- rbinom(k, n, if (i %% 2) .4 else rbeta(k, 4, 6))
	p <- weighted.mean(x / n, n); pearson <- sum(n * (x / n - p)^2) / (p * (1 - p))
	rho <- max(0, (pearson - (k - 1)) / sum((n - 1) * (1 - n / sum(n)) ) )
	expected <- sum((1 - n / sum(n)) * (n - 1)); stopifnot(abs(expected - (sum(n) - sum(n^2) / sum(n) - (k - 1))) < 1e-8)
	m <- (1 - rho) / rho
	data.frame(family = i, x = x, n = n, shrunk = if (rho == 0) p else (x + m * p) / (n + m))
}))

# Laney 2002: sigma of p times the mean moving range of the z-values over 1.128.
recorded$quarters <- do.call(rbind, lapply(1:6, function(i) {
	k <- 12; n <- sample(40:900, k, TRUE); x <- rbinom(k, n, pmin(.9, .3 + rnorm(k, 0, .03) + ifelse(seq_len(k) == k & i > 3, .2, 0)))
	centre <- sum(x) / sum(n); sigma <- sqrt(centre * (1 - centre) / n)
	spread <- mean(abs(diff((x / n - centre) / sigma))) / 1.128
	data.frame(family = i, place = seq_len(k), x = x, n = n, limit_low = pmax(0, centre - 3 * sigma * spread),
		limit_high = pmin(1, centre + 3 * sigma * spread))
}))
recorded$funnel <- do.call(rbind, lapply(1:6, function(i) {
	n <- sample(20:900, 1); p <- runif(1, .1, .9)
	data.frame(p = p, n = n, lo = p + qnorm(.025) * sqrt(p * (1 - p) / n), hi = p + qnorm(.975) * sqrt(p * (1 - p) / n),
		lo_998 = p + qnorm(.001) * sqrt(p * (1 - p) / n), hi_998 = p + qnorm(.999) * sqrt(p * (1 - p) / n))
})) |> transform(lo_998 = pmax(lo_998, 0), lo = pmax(lo, 0), hi = pmin(hi, 1), hi_998 = pmin(hi_998, 1))

recorded$judgements <- do.call(rbind, lapply(1:5, function(i) {
	one <- sample(1:5, 60, TRUE, c(.1, .2, .3, .25, .15)); other <- pmin(5, pmax(1, one + sample(-2:2, 60, TRUE, c(.05, .2, .5, .2, .05))))
	data.frame(case = i, one = one, other = other)
}))
recorded$kappas <- do.call(rbind, lapply(split(recorded$judgements, recorded$judgements$case), function(j) {
	tab <- table(factor(j$one, 1:5), factor(j$other, 1:5))
	data.frame(case = j$case[1], kappa = Kappa(tab)$Unweighted[[1]], quadratic = Kappa(tab, weights = "Fleiss-Cohen")$Weighted[[1]])
}))
recorded$answers <- do.call(rbind, lapply(1:4, function(i) {
	persons <- 25; questions <- 3 + i; trait <- rnorm(persons)
	score <- sapply(seq_len(questions), function(q) pmin(5, pmax(1, round(3 + trait + rnorm(persons, 0, i / 2)))))
	data.frame(case = i, person = rep(seq_len(persons), questions), question = rep(seq_len(questions), each = persons), score = as.vector(score))
}))
recorded$reliability <- do.call(rbind, lapply(split(recorded$answers, recorded$answers$case), function(a) {
	wide <- matrix(a$score, 25); icc <- suppressMessages(suppressWarnings(ICC(wide, lmer = FALSE)))
	data.frame(case = a$case[1], alpha = suppressWarnings(alpha(as.data.frame(wide), warnings = FALSE)$total$raw_alpha), icc = icc$results$ICC[2])
}))

# Pairs of a yes or no: always, only now, only before, never; McNemar's test, exactly a test of a fair coin (R stats), and Newcombe's method 10.
set.seed(20251128)
recorded$pairs <- do.call(rbind, lapply(1:20, function(i) {
	cells <- as.vector(rmultinom(1, sample(10:200, 1), rgamma(4, 1))); gained <- cells[2]; lost <- cells[3]; n <- sum(cells)
	now <- cells[1] + gained; before <- cells[1] + lost
	product <- cells[1] * cells[4] - gained * lost
	if (product > 0) product <- max(product - n / 2, 0)
	margins <- sqrt(as.numeric(now) * (n - now) * before * (n - before))
	phi <- if (margins == 0) 0 else product / margins
	one <- wilson(now, n); two <- wilson(before, n); d <- (now - before) / n
	dl <- now / n - one[1]; du <- one[2] - now / n; el <- before / n - two[1]; eu <- two[2] - before / n
	data.frame(always = cells[1], gained = gained, lost = lost, never = cells[4],
		probability = if (gained + lost == 0) 1 else binom.test(gained, gained + lost)$p.value,
		lo = d - sqrt(max(dl^2 - 2 * phi * dl * eu + eu^2, 0)), hi = d + sqrt(max(du^2 - 2 * phi * du * el + el^2, 0)))
}))

# Shares of the same people on two sides: the correlation of what each person adds to either beyond its mean (R stats). Newcombe's
# correction takes half of the usual number of cases of either side off the covariance of those who are on both.
set.seed(20251129)
recorded$sided <- do.call(rbind, lapply(1:12, function(i) {
	persons <- sample(12:90, 1); trait <- rbeta(persons, 1, 2)
	n_1 <- sample(0:(1 + i %% 4), persons, TRUE); n_0 <- sample(0:(1 + i %% 3), persons, TRUE)
	x_1 <- rbinom(persons, n_1, trait); x_0 <- rbinom(persons, n_0, if (i %% 5) trait else 1 - trait)
	data.frame(case = i, x_1, n_1, x_0, n_0)
}))
recorded$sided_correlations <- do.call(rbind, lapply(split(recorded$sided, recorded$sided$case), function(s) {
	one <- s$x_1 - sum(s$x_1) / sum(s$n_1) * s$n_1; other <- s$x_0 - sum(s$x_0) / sum(s$n_0) * s$n_0
	both <- s$n_1 > 0 & s$n_0 > 0; r <- cor(one, other)
	unit <- mean(s$n_1[both]) * mean(s$n_0[both]) / 2 / (nrow(s) - 1) / (sd(one) * sd(other))
	data.frame(case = s$case[1], correlation = if (r > 0) max(r - unit, 0) else r)
}))

cat(jsonlite::toJSON(recorded, digits = I(15), dataframe = "rows", rownames = FALSE, na = "null"), "\n", sep = "")
