import type { faultsEn } from '../en/faults.js';
import type { Message } from '../message.js';

/** 每个故障码一句话：发生了什么，现在该怎么办。 */
export const faultsZh: Record<keyof typeof faultsEn, Message> = {
  'fault.file-empty': '{name} 是空文件。请选择至少有一条数据的文件。',
  'fault.file-no-rows': '{name} 中没有可用的数据。请检查表头、分隔符和所选的列。',
  'fault.file-json-in-string':
    '{name} 把 JSON 又写进了 JSON 字符串，即编码了两次。请先解码一次（在 Python 中用 json.loads 即可得到内层 JSON）再拖入，或改为每行一条记录、每条记录一个 JSON 字符串。',
  'fault.file-binary': '{name} 不是文本文件（看起来是 {kind}）。请另存为 TSV、CSV 或 JSONL 后再拖入。',
  'fault.file-unreadable': '无法读取 {name}。文件可能已被移动或占用，请重新选择。',
  'fault.file-encoding': '{name} 第 {line} 行不是有效的 {encoding}。请在对话框中换一种编码；没有任何字符被替换。',
  'fault.file-too-many-columns': '{name} 的第一条记录有 {columns} 列，最多读取 {limit} 列。请检查分隔符，或精简文件。',
  'fault.file-parquet-broken':
    '{name} 无法作为 Parquet 读取：文件已损坏、已加密，或使用了 Rinse 不支持的写法。请重新导出，或改存为 JSONL。',
  'fault.file-gzip-broken': '{name} 是损坏的 gzip 文件。请重新压缩，或直接拖入未压缩的文件。',
  'fault.file-gzip-member':
    'gzip 文件 {name} 的第 {member} 段已损坏。损坏之前读到了 {count} 条，未予采用。请重新压缩，或直接拖入未压缩的文件。',
  'fault.file-gzip-bomb': '{name} 解压后的体积远超正常数据集。如果文件没有问题，请拆分成较小的文件。',
  'fault.file-too-large': '{name} 超出本页面能处理的大小。请拆分成较小的文件。',
  'fault.file-too-many-labels': '标签列的不同取值超过 {limit} 个，很可能选错了列，请重新选择标签列。',
  'fault.file-changed': '{name} 在磁盘上已被修改或删除，或其本地副本已丢失。请重新选择该文件：你的处理结果都还在。',
  'fault.file-kind-unknown': 'Rinse 无法读取 {name}。支持 TSV、CSV、JSONL、JSON（含 .gz）、Parquet 以及模型文件夹。',
  'fault.file-second': '{name} 没有一起打开：一次只能处理一个数据集。处理完当前这个之后，请再拖入。',
  'fault.signals-second': '{name} 中的训练信号与 {first} 不是同一种，因此没有读取。请单独拖入。',
  'fault.session-damaged': '{name} 是会话文件，但已损坏或不完整，因此没有合并。请重新下载或复制该文件。',
  'fault.session-newer':
    '{name} 由更新版本的 Rinse 写出（格式 {version}），此页面无法识别，因此没有合并。请刷新页面以更新，然后再次拖入该文件。',
  'fault.session-other-dataset':
    '{name} 属于数据集 {dataset}（{rows} 条），该数据集既没有打开，也没有保存在此浏览器中，因此没有合并。请先打开该数据集的文件，再拖入会话。若数据集有改动，请下载包含文本的会话。',
  'fault.session-other-mapping':
    '{name} 属于 {dataset}，但读取方式不同，因此没有合并。请以“{label}”为标签列、并按会话中的设置打开该文件，再拖入会话。',
  'fault.changes-damaged':
    '{name} 的第 {line} 行已损坏，或没有更正后的标签，因此没有采纳任何内容。请重新下载更正文件。',
  'fault.changes-unmatched':
    '按 ID 或文本查找，当前数据集中没有 {name} 的任何一条数据，因此没有采纳任何内容。请打开这些更正所属的数据集，再次拖入该文件。',
  'fault.results-waiting': '{name} 没有读取：其中的结果属于某个数据集，而数据集没有打开。请在打开数据集之后再次拖入。',
  'fault.results-not-normalised':
    '{name} 的 {total} 条中，有 {count} 条各类别的概率之和不为 1，因此不予采用。如果有损失列，则改用损失列。',
  'fault.results-unusable':
    '{name} 中没有一条的结果可以使用，因此没有任何数据算作已打分。请在“模型…”中从数据集自身学习，或用模型打分。',
  'fault.results-missing':
    '{name} 的 {total} 条中，有 {count} 条既没有损失，也没有可用的概率。请用模型为其打分，或修正文件。',
  'fault.model-missing-config': '该文件夹中没有 config.json（其中写有类别名称）。请选择包含它的文件夹。',
  'fault.model-missing-tokenizer':
    '该模型没有 tokenizer.json。请在 Python 中生成后重新添加文件夹：AutoTokenizer.from_pretrained(folder).save_pretrained(folder)。',
  'fault.model-slow-tokenizer':
    '该模型有 {file}，但没有 tokenizer.json。请在 Python 中生成后重新添加文件夹：AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder)。',
  'fault.model-missing-onnx':
    '该模型没有 ONNX 文件（onnx/model.onnx）。请先导出，再添加新文件夹：optimum-cli export onnx --model folder --task text-classification new-folder。',
  'fault.model-weights-only':
    '{file} 是其他框架的权重，这里没有 ONNX 文件。请先导出，再添加新文件夹：optimum-cli export onnx --model folder --task text-classification new-folder。',
  'fault.model-other-format':
    '{file} 是 {kind} 格式的模型，无法在此运行。请选择该模型的 ONNX 版本，或从原始权重导出：optimum-cli export onnx --model folder --task text-classification new-folder。',
  'fault.model-no-precision': '{id} 没有 {precision} 精度的 ONNX 文件。请换一种精度，它有：{has}。',
  'fault.model-html': '收到的是网页而不是 {file}。请检查模型 ID、镜像地址，或中间的登录页面。',
  'fault.model-file-empty': '{file} 是空文件（0 字节）。请重新复制或下载。',
  'fault.model-lfs-pointer':
    '{file} 只是 Git LFS 指针，不是文件本身。请在仓库中运行 git lfs pull，然后重新添加文件夹。',
  'fault.model-truncated':
    '{file} 不完整：文件在 {bytes} 字节处结束，而其内容至少需要 {needed} 字节。请重新复制或下载。',
  'fault.model-json': '{file}（{bytes} 字节）不是有效的 JSON，文件已损坏或不完整。请重新复制或下载。',
  'fault.model-corrupt': '{file} 已损坏，无法作为模型的一部分读取。请重新导出或下载。',
  'fault.model-external-missing':
    '{onnx} 的权重保存在 {file} 中，但没有这个文件。请把它放到该位置，然后重新添加整个文件夹。',
  'fault.model-external-outside':
    '{onnx} 的权重保存在 {file}，该位置在模型所在的文件夹之外，浏览器无法读取。请用 onnx.save_model 重新保存模型，并用其 location 参数把权重放在模型旁边。',
  'fault.model-external-short':
    '{file} 只有 {bytes} 字节，而 {onnx} 需要其中的 {needed} 字节。它可能不完整，或来自另一次导出：请重新复制或导出这两个文件。',
  'fault.model-not-classifier':
    'config.json 表明该模型是 {architecture}，不是文本分类模型。请选择为文本分类训练的模型（…ForSequenceClassification）。',
  'fault.model-per-token':
    '该模型为每个词元输出数值（{output}），用于词元分类或填词。请选择对每段文本只输出一行数值的文本分类模型。',
  'fault.model-one-number':
    '该模型对每段文本只输出一个数值（{output}），属于回归，没有类别。请选择至少有两个类别的文本分类模型。',
  'fault.model-several-labels':
    '该模型对每个类别单独判断（{output}），因为它的文本可以有多个标签。请选择类别互斥的模型（softmax）。',
  'fault.model-outputs':
    '该模型有多个输出可能是 logits：{outputs}。请重新添加并指明是哪一个，或导出时只保留一个名为 logits 的输出。',
  'fault.model-no-scores':
    '该模型没有“行 × 类别”形式的浮点输出；它的输出是 {outputs}。请按文本分类任务导出：optimum-cli export onnx --model folder --task text-classification new-folder。',
  'fault.model-input':
    '{file} 需要输入 {input}，无法由文本生成：只支持“行 × 词元”形式的 input_ids、attention_mask、token_type_ids 和 position_ids。请选择文本分类模型，或导出时只保留这些输入。',
  'fault.model-no-tokens':
    '{file} 没有接收文本词元的输入 input_ids；它的输入是 {inputs}。请选择文本分类模型，或导出时保留该输入。',
  'fault.model-opset':
    '{file} 使用的 ONNX 算子集版本 {found} 太旧，至少需要 {needed}。请重新导出：optimum-cli export onnx --opset 17 --model folder --task text-classification new-folder。',
  'fault.model-too-new':
    '{file} 使用的 ONNX 版本（{found}）比本页面的运行库所支持的（{known}）新。请用较旧的版本重新导出，例如 --opset 17。',
  'fault.model-operator':
    '{file} 使用了算子 {operator}，本页面的运行库不支持。请换用该模型的另一种精度，或重新导出时避开此算子。',
  'fault.model-cannot-run': '该模型的文件完整，但运行库无法计算它，提示为：{what}。请重新导出，或换用另一种精度。',
  'fault.model-unsupported-tokenizer': '该模型的分词器（{kind}）无法在此运行，请换一个模型。',
  'fault.model-class-count':
    'config.json 中有 {named} 个类别，但模型输出 {given} 个。请修正 config.json 里的 id2label。',
  'fault.model-label-gap': 'config.json 的 id2label 中没有类别 {id} 的名称，只有 {named}。请补上缺少的名称。',
  'fault.model-download': '{file} 下载失败。请检查网络后重试。',
  'fault.model-not-found': '找不到 {file}，或它未公开。请检查模型 ID：仓库中需要有 ONNX 文件。',
  'fault.model-offline': '本机还没有该模型，目前也没有网络。请先联网一次，或选择本地文件夹。',
  'fault.model-stalled': '{file} 的下载停滞：{seconds} 秒没有收到数据。请重试。',
  'fault.model-tokenizer-stalled':
    '该模型的分词器在 {seconds} 秒内没有处理完第 {first} 至 {last} 条，已被终止。可能是 tokenizer.json 中的某个正则表达式处理这些文本太慢。请修正该表达式，或换一个模型。',
  'fault.model-hub-unavailable': '从 Hub 下载需要页面的 Service Worker，它还没有启用。请刷新页面，或选择本地文件夹。',
  'fault.webgpu-missing': '此浏览器没有可用的 WebGPU，而网址要求使用它。请去掉 device=webgpu，改用 CPU 运行。',
  'fault.webgpu-none': '此浏览器没有可用的 WebGPU，因此用 CPU 计算。',
  'fault.webgpu-software': '这里只有软件模拟的 WebGPU，CPU 更快，因此改用 CPU 计算。',
  'fault.webgpu-failed': '显卡无法运行该模型，已改用 CPU 继续计算。',
  'fault.webgpu-silent': '显卡没有响应，已改用 CPU 计算。重启浏览器后可以重新使用显卡。',
  'fault.webgpu-silent-asked':
    '显卡没有响应，而网址要求使用它。请重启浏览器，或去掉网址中的 device=webgpu，改用 CPU 运行。',
  'fault.webgpu-parity': '显卡的结果与 CPU 相差 {difference}，已改用 CPU 继续计算。',
  'fault.device-lost': '与显卡的连接中断。请重试：从最后保存处继续。',
  'fault.out-of-memory': '内存不足，连一条也无法处理。请关闭其他标签页，或换用较小的模型。',
  'fault.bad-numbers':
    '模型对一批数据给出了不可能正确的数值，这一批的结果没有保存。如果是显卡计算的，请改用 CPU（device=wasm）；否则请换用其他精度或其他模型。',
  'fault.worker-died': '后台线程已停止。请重试：已保存的内容都在，计算从那里继续。',
  'fault.pattern-invalid':
    '正则表达式 {pattern} 无效：{reason}。列表保持不变。请修改表达式，或给它加上引号，按普通文本搜索。',
  'fault.pattern-slow':
    '正则表达式 {pattern} 在这些文本上耗时过长，搜索已停止，列表保持不变。请简化表达式，不要在重复中再嵌套重复。',
  'fault.worker-stalled': '后台线程没有响应，已被终止。请重试：会换用新的线程继续。',
  'fault.job-ended': '对 {name} 的处理被中断，没有使用任何中间结果。请重试。',
  'fault.no-labels-matched': '数据集的标签没有一个对应到模型的类别，无法计算损失。请设置标签映射。',
  'fault.label-among-numbers':
    '该文件的标签大多是数字，而 {label} 对应的数字未知：导出时会写入名称 {label}，与数字混在一起。如果应为数字，请撤销这次处理，改选对应的数字标签。',
  'fault.label-among-booleans':
    '该文件的标签大多是 true 和 false：导出时会写入名称 {label}，与它们混在一起。如果应为其中之一，请撤销这次处理后重新选择。',
  'fault.label-fields-unknown':
    '该文件中没有标签为 {label} 的数据，因此其 {fields} 未知：导出时该处写入 null。请在导出的文件中补上。',
  'fault.results-labels-unmatched':
    '数据集的标签没有一个对应到结果中的类别，预测与标签无法比较。请在“模型…”中设置标签映射。',
  'fault.labels-permuted':
    '按当前的标签映射，{rows} 条中只有 {now}% 与预测一致；换一种映射则有 {then}%（{map}）。标签的顺序很可能与类别的顺序不同。接受建议之前请先检查映射；换用另一种映射只会改变损失。',
  'fault.labels-spelled':
    '有 {count} 种标签看起来只是另一种标签的不同写法（{names}）。学习时可以把它们视为同一种标签；文件内容不变。',
  'fault.learning-memory': '内存不足，无法从这个数据集学习。请关闭其他标签页或程序后重试，或只打开文件的一部分。',
  'fault.learning-too-many-labels':
    '数据量太大，无法从自身学习：{rows} 条、{labels} 个标签（条数乘以标签数不能超过 2400 万）。请检查标签列是否选对，或只打开文件的一部分，或选择认识这些标签的模型。',
  'fault.nearest-not-found':
    '无法查找这个数据集中用词相似的数据，因此不显示原因“相似数据的标签不同”。请重新打开数据集再试。',
  'fault.texts-not-compared': '无法比较这个数据集中的文本，因此不显示相同和相近的文本。请重新打开数据集再试。',
  'fault.storage-missing': '此浏览器在这里不保存任何数据（无痕窗口？）。你的工作只在这个标签页中：关闭前请先下载。',
  'fault.storage-full': '本页面的磁盘空间已用完，最后一次修改没有保存。请立即下载你的工作。',
  'fault.storage-failed': '浏览器未能保存最后一次修改。请先下载你的工作，然后重试。',
  'fault.storage-newer': '本页面的存储已由更新的 Rinse 使用。请刷新本页以更新；此前已保存的内容不会丢失。',
  'fault.storage-blocked': '另一个标签页打开着旧版 Rinse。请关闭它，然后刷新本页。',
  'fault.storage-evicted':
    '浏览器删除了本页面保存的数据。当前工作仍在这个标签页中：Rinse 会重新保存。未显示“已保存在此浏览器”之前，请先下载。',
  'fault.read-only-tab': '该数据集已在另一个标签页中打开。这里只能查看，不能修改。',
  'fault.insecure-origin':
    '当前网址不安全：只有通过 https 或 localhost 打开，浏览器才会提供全部功能。在这里仍可打开文件、用 CPU 打分、审查和下载；但不能使用显卡、离线运行和从 Hub 下载，也无法防止两个标签页同时修改同一个数据集。请通过 https 或 localhost 打开 Rinse。',
  'fault.read-only-unsaved':
    '另一个标签页已接管，而这里还有 {count} 次处理没有保存，只在这个标签页中：请下载，或改在这里编辑以保存它们。',
  'fault.export-failed': '文件写入失败，请重试。其中的更正仍算作未下载。',
  'fault.export-label-encoding':
    '{name} 未下载：第 {row} 条更正为“{label}”，而该文件的编码 {encoding} 中没有“{character}”。请为这一条另选标签，或将更正后的数据集下载为 JSONL。',
  'fault.export-label-column':
    '{name} 未下载：第 {row} 条更正为“{label}”，而该文件中没有这个标签的列。请为这一条另选标签，或将更正后的数据集下载为 JSONL。',
  'fault.export-label-separator':
    '{name} 未下载：第 {row} 条更正为“{label}”，其中含有该文件的分隔符，而文件的字段没有引号。请为这一条另选标签，或将更正后的数据集下载为 JSONL。',
  'fault.map-context-lost': '数据地图失去了图形上下文，正在重新绘制。',
  'fault.update-broken': '页面的一部分无法加载：服务器上已是另一版本，或无法连接。已保存的内容都在。请重试或刷新页面。',
  'fault.unexpected': '发生了 Rinse 没有预料到的问题。已保存的内容都在：请刷新后继续。',
};
