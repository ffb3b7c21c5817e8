//! Matrix products and convolutions alone.

use anyhow::ensure;
use tch::{Device, Kind, Tensor, no_grad};

use super::adapter::guarded;
use neural_bench::Result;
use neural_bench::limits::{Form, Pass, Repeated};
use neural_bench::measure::timed;
use neural_bench_torch_observer::neural_bench_convolution_backward;

const FLOAT: (Kind, Device) = (Kind::Float, Device::Cpu);

/// A product on matrices that lie in memory as those of a layer do.
pub(super) fn product(form: &Form, pass: Pass) -> Result<Repeated> {
    match *form {
        Form::Dense {
            rows,
            inputs,
            units,
        } => dense(rows, inputs, units, pass),
        Form::Convolution { .. } => convolution(form, pass),
    }
}

/// By MKL or by oneDNN, whichever is faster here: a program may take either.
fn dense(rows: i64, inputs: i64, units: i64, pass: Pass) -> Result<Repeated> {
    let x = Tensor::rand([rows, inputs], FLOAT);
    let kernel = Tensor::rand([units, inputs], FLOAT);
    let gradient = Tensor::rand([rows, units], FLOAT);
    // The kernel stays as a parameter is.
    let operands = [&x, &gradient].map(|it| it.f_to_mkldnn(Kind::Float));
    let dense_kernel = kernel.shallow_clone();
    let by_mkl = once(move || match pass {
        Pass::Forward => x.f_mm(&kernel.tr()),
        Pass::InputGradient => gradient.f_mm(&kernel),
        Pass::KernelGradient => gradient.tr().f_mm(&x),
    });
    let [Ok(x), Ok(gradient)] = operands else {
        return Ok(by_mkl);
    };
    let by_onednn = once(move || match pass {
        Pass::Forward => x.f_mkldnn_linear(&dense_kernel, None::<Tensor>),
        Pass::InputGradient => {
            Tensor::f_mkldnn_linear_backward_input([rows, inputs], &gradient, &dense_kernel)
        }
        Pass::KernelGradient => {
            let both = x.f_mkldnn_linear_backward_weights(&gradient, &dense_kernel, false);
            both.map(|(by_kernel, _)| by_kernel)
        }
    });
    faster(by_mkl, by_onednn)
}

/// The one whose fastest call of some is faster.
fn faster(mut first: Repeated, mut second: Repeated) -> Result<Repeated> {
    let (mut of_first, mut of_second) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let (done, seconds) = timed(&mut first.call);
        done?;
        of_first = of_first.min(seconds);
        let (done, seconds) = timed(&mut second.call);
        done?;
        of_second = of_second.min(seconds);
    }
    Ok(if of_second < of_first { second } else { first })
}

fn convolution(form: &Form, pass: Pass) -> Result<Repeated> {
    let (
        Form::Convolution {
            batch,
            input: [height, width, channels],
            kernel: [tall, wide],
            filters,
            strides,
            dilation,
            groups,
        },
        Some([rows, columns]),
    ) = (*form, form.result())
    else {
        unreachable!("the caller has a convolution");
    };
    // Channels last in memory, as in the generated programs.
    let images = |count, height, width, channels| {
        Tensor::rand([count, height, width, channels], FLOAT).permute([0, 3, 1, 2])
    };
    let x = images(batch, height, width, channels);
    let kernel = images(filters, tall, wide, channels / groups);
    let gradient = images(batch, rows, columns, filters);
    if pass == Pass::Forward {
        return Ok(once(move || {
            x.f_conv2d(&kernel, None::<Tensor>, strides, [0, 0], dilation, groups)
        }));
    }
    let by_input = pass == Pass::InputGradient;
    let backward = move || {
        // SAFETY: all three are tensors that live on, and both arrays have two numbers.
        let result = unsafe {
            neural_bench_convolution_backward(
                gradient.as_ptr().cast(),
                x.as_ptr().cast(),
                kernel.as_ptr().cast(),
                strides.as_ptr(),
                dilation.as_ptr(),
                groups,
                by_input,
            )
        };
        ensure!(!result.is_null(), "libtorch refuses this convolution");
        // SAFETY: the function gives its result away.
        drop(unsafe { Tensor::from_ptr(result.cast()) });
        Ok(())
    };
    backward()?;
    Ok(Repeated {
        times: 1,
        call: Box::new(backward),
    })
}

/// An operation on one value, a thousand times.
pub(super) fn smallest() -> Repeated {
    const TIMES: usize = 1_000;
    let x = Tensor::rand([1], FLOAT);
    Repeated {
        times: TIMES,
        call: Box::new(move || {
            guarded(|| {
                no_grad(|| {
                    for _ in 0..TIMES {
                        let _ = x.tanh();
                    }
                });
            })
        }),
    }
}

fn once(work: impl Fn() -> Result<Tensor, tch::TchError> + 'static) -> Repeated {
    Repeated {
        times: 1,
        call: Box::new(move || {
            drop(no_grad(&work)?);
            Ok(())
        }),
    }
}
