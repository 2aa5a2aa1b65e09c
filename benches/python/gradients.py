"""Gradients of the GradBench programs by PyTorch and JAX, on one thread.

`gradbench_table` starts this script. For each program there is a folder of inputs (`NAME.f64`, little-endian numbers) and
of what the generated gradient computed from them (`values.f64`, `derivatives.f64`). A result that differs from that is an
error; otherwise a line with program, library and milliseconds a call goes to standard output. Only libraries that can be
imported are measured.
"""

import math
import os
import sys
import time

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

try:
    import numpy as np
except ImportError:
    sys.exit()  # Then there is neither library.

# How long a gradient is timed.
SECONDS = 3.0
END = 2.0


def read(folder):
    """The lists in a folder, by name."""
    names = [name.removesuffix(".f64") for name in os.listdir(folder)]
    return {name: np.fromfile(os.path.join(folder, name + ".f64"), "<f8") for name in names}


def shapes(program, given):
    """The inputs in the shapes that array programs want: active parameters, then constants."""
    if program.startswith("llsq"):
        n = int(given["n"][0])
        t = -1.0 + 2.0 * np.arange(n) / (n - 1.0)
        return [given["x"]], [t]
    if program.startswith("lse"):
        return [given["x"]], []
    if program.startswith("gmm"):
        k = len(given["alpha"])
        d = len(given["q"]) // k
        # Where an entry of a lower triangle stands in the list of its columns; zero, put before the list, elsewhere.
        columns, rows = np.triu_indices(d, 1)
        places = np.zeros((d, d), dtype=np.int64)
        places[rows, columns] = 1 + np.arange(len(rows))
        parameters = [given["alpha"], given["mu"].reshape(k, d), given["q"].reshape(k, d), given["l"].reshape(k, -1)]
        return parameters, [given["x"].reshape(-1, d), places, given["prior"]]
    if program.startswith("ba"):
        p = len(given["weights"])
        cameras, points = given["cameras"].reshape(-1, 11), given["points"].reshape(-1, 3)
        seen = [cameras[np.arange(p) % len(cameras)], points[np.arange(p) % len(points)]]
        return seen + [given["weights"]], [given["features"].reshape(-1, 2)]
    if program.startswith("ode"):
        return [given["x"]], [int(given["steps"][0])]
    if program.startswith("lstm"):
        extra = given["extra"].reshape(3, -1)
        bits = extra.shape[1]
        constants = [given["state"].reshape(-1, 2, bits), given["sequence"].reshape(-1, bits)]
        return [given["main"].reshape(-1, 2, 4, bits), extra], constants
    raise ValueError(f"unknown program {program}")


def agree(program, given, values, derivatives):
    """Fails where a result is not that of the generated gradient."""
    for name, found in [("values", values), ("derivatives", derivatives)]:
        expected = given[name]
        assert found.shape == expected.shape, f"{program}: {found.shape} {name} beside {expected.shape}"
        distance = np.abs(found - expected).max()
        assert distance <= 1e-12 + 1e-9 * np.abs(expected).max(), f"{program}: {name} differ by {distance}"


def milliseconds(call):
    """The shortest time of a call."""
    shortest, end = math.inf, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        call()
        shortest = min(shortest, time.perf_counter() - start)
    return 1e3 * shortest


class Torch:
    """PyTorch, eagerly."""

    name = "PyTorch"

    def __init__(self):
        import torch

        torch.set_num_threads(1)
        torch.set_default_dtype(torch.float64)
        self.torch = torch

    def llsq(self, x, t):
        torch = self.torch
        fitted = torch.zeros_like(t)
        for coefficient in x.flip(0):
            fitted = fitted * t + coefficient
        distances = torch.sign(t) - fitted
        return 0.5 * (distances * distances).sum()

    def lse(self, x):
        return self.torch.logsumexp(x, 0)

    def gmm(self, alpha, mu, q, l, x, places, prior):
        torch = self.torch
        gamma, m, constant = prior
        log_determinants = q.sum(1)
        below = torch.cat([torch.zeros(len(l), 1), l], 1)[:, places]
        roots = below + torch.diag_embed(q.exp())
        whitened = (x - mu[:, None, :]) @ roots.transpose(1, 2)
        densities = alpha[:, None] + log_determinants[:, None] - 0.5 * (whitened * whitened).sum(2)
        likelihood = torch.logsumexp(densities, 0).sum() - len(x) * torch.logsumexp(alpha, 0)
        squares = (q.exp() ** 2).sum() + (l * l).sum()
        return likelihood + constant + m * log_determinants.sum() - 0.5 * gamma * gamma * squares

    def ode(self, x, steps):
        torch = self.torch
        step = END / steps
        first, rest = x[:1], x[1:]
        y = torch.zeros_like(x)
        for _ in range(steps):
            k1 = torch.cat([first, rest * y[:-1]])
            k2 = torch.cat([first, rest * (y + 0.5 * step * k1)[:-1]])
            k3 = torch.cat([first, rest * (y + 0.5 * step * k2)[:-1]])
            k4 = torch.cat([first, rest * (y + step * k3)[:-1]])
            y = y + step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        return y[-1]

    def lstm(self, main, extra, state, sequence):
        torch = self.torch
        in_weights, out_weights, out_biases = extra
        layers = [(*weights, *biases) for weights, biases in main]
        state = [(hidden, cell) for hidden, cell in state]
        outputs = []
        for character in sequence[:-1]:
            signal = character * in_weights
            for layer, (wf, wi, wo, wc, bf, bi, bo, bc) in enumerate(layers):
                hidden, cell = state[layer]
                change = torch.tanh(hidden * wc + bc)
                cell = cell * torch.sigmoid(signal * wf + bf) + torch.sigmoid(hidden * wi + bi) * change
                signal = torch.sigmoid(signal * wo + bo) * torch.tanh(cell)
                state[layer] = (signal, cell)
            outputs.append(signal * out_weights + out_biases)
        outputs = torch.stack(outputs)
        normalizers = torch.log(2.0 + outputs.exp().sum(1, keepdim=True))
        return -(sequence[1:] * (outputs - normalizers)).sum() / (sequence.numel() - sequence.shape[1])

    def ba(self, cameras, points, weights, features):
        torch = self.torch
        rotation, centre, focal, principal, radial = torch.split(cameras, [3, 3, 1, 2, 2], 1)
        offset = points - centre
        angle = rotation.norm(dim=1, keepdim=True)
        axis = rotation / angle
        along = (axis * offset).sum(1, keepdim=True) * (1.0 - angle.cos())
        seen = offset * angle.cos() + torch.linalg.cross(axis, offset) * angle.sin() + axis * along
        plane = seen[:, :2] / seen[:, 2:]
        squared = (plane * plane).sum(1, keepdim=True)
        bent = plane * (1.0 + radial[:, :1] * squared + radial[:, 1:] * squared * squared)
        return weights[:, None] * (bent * focal + principal - features), 1.0 - weights * weights

    def gradient(self, program, parameters, constants):
        """A call that returns values and derivatives."""
        torch = self.torch
        tensor = lambda given: torch.tensor(given) if isinstance(given, np.ndarray) else given
        function = getattr(self, program)
        parameters, constants = [tensor(given) for given in parameters], [tensor(given) for given in constants]
        for parameter in parameters:
            parameter.requires_grad_()

        def gradient():
            value = function(*parameters, *constants)
            return value.detach(), torch.autograd.grad(value, parameters)

        def jacobian():
            projections, of_weights = function(*parameters, *constants)
            # An observation's residual depends on its own row of the parameters only: two sweeps are all rows.
            sides = [torch.autograd.grad(side.sum(), parameters, retain_graph=True) for side in projections.T]
            rows = [torch.cat([by_camera, by_point, by_weight[:, None]], 1) for by_camera, by_point, by_weight in sides]
            (by_weight,) = torch.autograd.grad(of_weights.sum(), parameters[2])
            values = torch.cat([projections.flatten(), of_weights])
            return values.detach(), [torch.stack(rows, 1), by_weight]

        return jacobian if program == "ba" else gradient


class Jax:
    """JAX, compiled; the time to compile does not count."""

    name = "JAX"

    def __init__(self):
        import jax

        jax.config.update("jax_enable_x64", True)
        self.jax, self.np = jax, jax.numpy

    def llsq(self, x, t):
        distances = self.np.sign(t) - self.np.polyval(x[::-1], t, unroll=len(x))
        return 0.5 * (distances * distances).sum()

    def lse(self, x):
        return self.jax.scipy.special.logsumexp(x)

    def gmm(self, alpha, mu, q, l, x, places, prior):
        jnp, logsumexp = self.np, self.jax.scipy.special.logsumexp
        gamma, m, constant = prior
        log_determinants = q.sum(1)
        below = jnp.concatenate([jnp.zeros((len(l), 1)), l], 1)[:, places]
        roots = below + self.jax.vmap(jnp.diag)(jnp.exp(q))
        whitened = jnp.einsum("knj,kij->kni", x - mu[:, None, :], roots)
        densities = alpha[:, None] + log_determinants[:, None] - 0.5 * (whitened * whitened).sum(2)
        likelihood = logsumexp(densities, 0).sum() - len(x) * logsumexp(alpha)
        squares = (jnp.exp(q) ** 2).sum() + (l * l).sum()
        return likelihood + constant + m * log_determinants.sum() - 0.5 * gamma * gamma * squares

    def ode(self, x, steps):
        jnp = self.np
        step = END / steps
        slopes = lambda y: jnp.concatenate([x[:1], x[1:] * y[:-1]])

        def go(y, _):
            k1 = slopes(y)
            k2 = slopes(y + 0.5 * step * k1)
            k3 = slopes(y + 0.5 * step * k2)
            k4 = slopes(y + step * k3)
            return y + step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4), None

        return self.jax.lax.scan(go, jnp.zeros_like(x), length=steps)[0][-1]

    def lstm(self, main, extra, state, sequence):
        jnp, sigmoid = self.np, self.jax.nn.sigmoid
        in_weights, out_weights, out_biases = extra

        def read(state, pair):
            character, following = pair
            signal, states = character * in_weights, []
            for (hidden, cell), (weights, biases) in zip(state, main):
                change = jnp.tanh(hidden * weights[3] + biases[3])
                ingate = sigmoid(hidden * weights[1] + biases[1])
                cell = cell * sigmoid(signal * weights[0] + biases[0]) + ingate * change
                signal = sigmoid(signal * weights[2] + biases[2]) * jnp.tanh(cell)
                states.append(jnp.stack([signal, cell]))
            output = signal * out_weights + out_biases
            normalizer = jnp.log(2.0 + jnp.exp(output).sum())
            return jnp.stack(states), (following * (output - normalizer)).sum()

        likelihood = self.jax.lax.scan(read, state, (sequence[:-1], sequence[1:]))[1].sum()
        return -likelihood / (sequence.size - sequence.shape[1])

    def ba(self, camera, point, weight, feature):
        """One observation."""
        jnp = self.np
        rotation, offset = camera[:3], point - camera[3:6]
        angle = jnp.linalg.norm(rotation)
        axis = rotation / angle
        along = (axis @ offset) * (1.0 - jnp.cos(angle))
        seen = offset * jnp.cos(angle) + jnp.cross(axis, offset) * jnp.sin(angle) + axis * along
        plane = seen[:2] / seen[2]
        squared = plane @ plane
        bent = plane * (1.0 + camera[9] * squared + camera[10] * squared * squared)
        return weight * (bent * camera[6] + camera[7:9] - feature)

    def gradient(self, program, parameters, constants):
        """A call that returns values and derivatives."""
        jax, jnp = self.jax, self.np
        function = getattr(self, program)
        parameters = [jnp.asarray(given) for given in parameters]
        static = tuple(len(parameters) + i for i, given in enumerate(constants) if isinstance(given, int))
        constants = [given if isinstance(given, int) else jnp.asarray(given) for given in constants]

        def jacobian(cameras, points, weights, features):
            def observation(*parameters):
                residual = function(*parameters)
                return residual, residual

            rows, projections = jax.vmap(jax.jacrev(observation, (0, 1, 2), has_aux=True))(
                cameras, points, weights, features
            )
            rows = jnp.concatenate([rows[0], rows[1], rows[2][..., None]], 2)
            values = jnp.concatenate([projections.ravel(), 1.0 - weights * weights])
            return values, [rows, jax.vmap(jax.grad(lambda weight: 1.0 - weight * weight))(weights)]

        gradient = jax.value_and_grad(function, tuple(range(len(parameters))))
        compiled = jax.jit(jacobian if program == "ba" else gradient, static_argnums=static)
        return lambda: jax.block_until_ready(compiled(*parameters, *constants))


def main(folder):
    libraries = []
    for library in [Torch, Jax]:
        try:
            libraries.append(library())
        except ImportError:
            pass
    for program in sorted(os.listdir(folder)):
        given = read(os.path.join(folder, program))
        for library in libraries:
            call = library.gradient(program.split(",")[0], *shapes(program, given))
            values, derivatives = call()
            derivatives = np.concatenate([np.asarray(part).ravel() for part in derivatives])
            agree(f"{program} by {library.name}", given, np.asarray(values).ravel(), derivatives)
            print(program, library.name, milliseconds(call), sep="\t", flush=True)


main(sys.argv[1])
