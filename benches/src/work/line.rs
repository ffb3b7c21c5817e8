//! The lines of the libraries' logs.

use super::Source;

/// Attributes of TensorFlow's nodes that name things or say where they are, not what is done. So does
/// every attribute that begins with `_`, but for [`FORWARDS`].
const NAMES: [&str; 9] = [
    "allowed_devices",
    "client_terminated",
    "container",
    "debug_name",
    "recv_device",
    "send_device",
    "send_device_incarnation",
    "shared_name",
    "tensor_name",
];

/// Whether an assignment may take over its value's memory in place of a copy.
const FORWARDS: &str = "_grappler_relax_allocator_constraints";

/// The operation that a line of a log tells of; none where it tells of something else.
pub(super) fn operation(line: &str) -> Option<(Source, String)> {
    if let Some(operator) = line.strip_prefix("torch_operator ") {
        return Some((Source::Torch, operator.to_owned()));
    }
    if let Some(call) = line.strip_prefix("MKL_VERBOSE ") {
        return Some((Source::Mkl, mkl(call)?));
    }
    if line.starts_with("onednn_verbose,") {
        return Some((Source::Onednn, onednn(line)?));
    }
    let (_, node) = line.split_once("] Process node: ")?;
    Some((Source::Tensorflow, tensorflow(node)?))
}

/// A call of MKL's without addresses, time and settings:
/// `SGEMM(T,N,128,128,1600,0x7ffc,0x559f,1600) 7.75ms CNR:OFF Dyn:0`.
fn mkl(call: &str) -> Option<String> {
    let (call, _) = call.split_once(") ")?;
    let (function, arguments) = call.split_once('(')?;
    // The first line is no call: it names the version.
    if function.contains(' ') {
        return None;
    }
    let arguments: Vec<&str> = arguments
        .split(',')
        .filter(|argument| !argument.starts_with("0x"))
        .collect();
    Some(format!("{function}({})", arguments.join(",")))
}

/// An execution of oneDNN's without the processor and the time:
/// `onednn_verbose,v1,primitive,exec,cpu,reorder,jit:uni,undef,src:… dst:…,,,64x32x3x3,0.03`.
fn onednn(line: &str) -> Option<String> {
    let (_, execution) = line.split_once(",exec,cpu,")?;
    let (execution, _time) = execution.rsplit_once(',')?;
    Some(execution.to_owned())
}

/// A node that TensorFlow's executor begins, without names and places:
/// `8 step 2 {{node Mul_2}} = Mul[T=DT_FLOAT, _device="/device:CPU:0"](Const_14, Sub_1) device: …`.
fn tensorflow(node: &str) -> Option<String> {
    let (place, node) = node.split_once("}} = ")?;
    let (number, name) = place.split_once(" {{node ")?;
    // Every run begins there, whatever it does.
    if name == "_SOURCE" {
        return None;
    }
    let (operation, rest) = node.split_once('[')?;
    let attributes: Vec<&str> = attributes(rest)
        .into_iter()
        .filter(|attribute| {
            let name = attribute.split('=').next().unwrap_or_default();
            name == FORWARDS || !(name.starts_with('_') || NAMES.contains(&name))
        })
        .collect();
    // Runs that the optimiser makes have no number.
    let folding = if number.ends_with(" step -1") {
        "folding constants: "
    } else {
        ""
    };
    Some(format!("{folding}{operation}[{}]", attributes.join(", ")))
}

/// The attributes of a node, up to the bracket that closes their list.
fn attributes(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let mut start = 0;
    let mut found = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => depth += 1,
            ']' | '}' if depth > 0 => depth -= 1,
            ',' | ']' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
                if character == ']' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|attribute| !attribute.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_of_torch_stand_as_they_are_written() {
        let line = "torch_operator aten::mm(Float[128, 784], Float[784, 128]{1, 784})";
        let operator = "aten::mm(Float[128, 784], Float[784, 128]{1, 784})";
        assert_eq!(operation(line), Some((Source::Torch, operator.to_owned())));
    }

    #[test]
    fn calls_of_mkl_have_no_addresses_and_no_time() {
        let line = "MKL_VERBOSE SGEMM(T,N,128,128,1600,0x7ffcefab8120,0x559f36d3a600,1600,\
                    0x559f368a6080,1600,0x7ffcefab8140,0x559f36e5f840,128) 7.75ms CNR:OFF Dyn:0 \
                    FastMM:1 TID:0  NThr:1";
        let call = "SGEMM(T,N,128,128,1600,1600,1600,128)";
        assert_eq!(operation(line), Some((Source::Mkl, call.to_owned())));
        let version = "MKL_VERBOSE oneMKL 2024.0 Update 2 Product build 20240605 for Intel(R) 64 \
                       architecture Intel(R) Architecture processors, Lnx 2.60GHz lp64 gnu_thread";
        assert_eq!(operation(version), None);
    }

    #[test]
    fn primitives_of_onednn_have_no_time() {
        let line = "onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx512_core,backward_data,\
                    src:f32:a:blocked:aBcd16b::f0 wei:f32:a:blocked:ABcd16a16b::f0 \
                    bia:undef::undef::: dst:f32:a:blocked:aBcd16b::f0,attr-scratchpad:user,\
                    alg:convolution_direct,mb128_ic32oc64_ih13oh11kh3sh1dh0ph0,5.68921";
        let primitive = "convolution,jit:avx512_core,backward_data,\
                         src:f32:a:blocked:aBcd16b::f0 wei:f32:a:blocked:ABcd16a16b::f0 \
                         bia:undef::undef::: dst:f32:a:blocked:aBcd16b::f0,attr-scratchpad:user,\
                         alg:convolution_direct,mb128_ic32oc64_ih13oh11kh3sh1dh0ph0";
        assert_eq!(
            operation(line),
            Some((Source::Onednn, primitive.to_owned()))
        );
        let information = [
            "onednn_verbose,v1,info,cpu,runtime:OpenMP,nthr:1",
            "onednn_verbose,v1,primitive,info,template:operation,engine,primitive,implementation,\
             prop_kind,memory_descriptors,attributes,auxiliary,problem_desc,exec_time",
        ];
        assert_eq!(information.map(operation), [None, None]);
    }

    #[test]
    fn nodes_of_tensorflow_have_no_names_and_no_places() {
        let log = |node: &str| {
            operation(&format!(
                "I0000 00:00:1795445142.386847   21638 executor.cc:879] Process node: {node} device: \
                 /job:localhost/replica:0/task:0/device:CPU:0"
            ))
            .map(|(source, operation)| {
                assert_eq!(source, Source::Tensorflow);
                operation
            })
        };
        let nodes = [
            (
                "40 step 1 {{node dense/kernel}} = VarHandleOp[_XlaHasReferenceVars=false, \
                 allowed_devices=[], container=\"\", debug_name=\"\", dtype=DT_FLOAT, \
                 shape=[1600,128], shared_name=\"dense/kernel\", \
                 _device=\"/job:localhost/replica:0/task:0/device:CPU:0\"]()",
                "VarHandleOp[dtype=DT_FLOAT, shape=[1600,128]]",
            ),
            (
                "22 step 6 {{node Relu_3}} = _MklNativeFusedConv2D[T=DT_FLOAT, TArgs=[DT_FLOAT], \
                 _input_shapes=[[-2,-3,-4,-5], [3,3,1,32]], _kernel=\"MklNameChangeOp\", \
                 data_format=\"NHWC\", fused_ops=[\"BiasAdd\", \"Relu\"], strides=[1, 1, 1, 1]]\
                 (_arg_images_0_0, conv2d/kernel/ReadVariableOp, conv2d/bias/ReadVariableOp)",
                "_MklNativeFusedConv2D[T=DT_FLOAT, TArgs=[DT_FLOAT], data_format=\"NHWC\", \
                 fused_ops=[\"BiasAdd\", \"Relu\"], strides=[1, 1, 1, 1]]",
            ),
            (
                "73 step 1 {{node dense/kernel/AssignVariableOp}} = AssignVariableOp\
                 [_XlaHasReferenceVars=false, _grappler_relax_allocator_constraints=true, \
                 dtype=DT_FLOAT, validate_shape=true, _device=\"/device:CPU:0\"](dense/kernel, Sub_2)",
                "AssignVariableOp[_grappler_relax_allocator_constraints=true, dtype=DT_FLOAT, \
                 validate_shape=true]",
            ),
            (
                "28 step -1 {{node _send_Sub_1_0}} = _Send[T=DT_FLOAT, client_terminated=true, \
                 recv_device=\"/device:CPU:0\", send_device=\"/device:CPU:0\", \
                 send_device_incarnation=5796444862472870321, tensor_name=\"a \\\"], b:0\"](Sub_1)",
                "folding constants: _Send[T=DT_FLOAT]",
            ),
            (
                "9 step 2 {{node after}} = NoOp[_device=\"/device:CPU:0\"](^train)",
                "NoOp[]",
            ),
        ];
        for (node, expected) in nodes {
            assert_eq!(log(node).as_deref(), Some(expected));
        }
        assert_eq!(log("0 step 3 {{node _SOURCE}} = NoOp[]()"), None);
    }

    #[test]
    fn other_lines_are_no_operations() {
        let lines = [
            "",
            "{\"done\":\"worked\"}",
            "I0000 00:00:1795445142.343930 21638 mlir_graph_optimization_pass.cc:437] MLIR V1 \
             optimization pass is not enabled",
            "To enable the following instructions: AVX2 AVX512F, rebuild TensorFlow",
        ];
        for line in lines {
            assert_eq!(operation(line), None, "{line}");
        }
    }
}
