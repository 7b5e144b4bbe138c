import type { faultsEn } from '../en/faults.js';
import type { Message } from '../message.js';

/** 每个故障码一句话：发生了什么，现在该怎么办。 */
export const faultsZh: Record<keyof typeof faultsEn, Message> = {
  'fault.file-empty': '{name} 是空文件。请选择至少有一行数据的文件。',
  'fault.file-no-rows': '{name} 中没有可用的行。请检查表头、分隔符和所选的列。',
  'fault.file-binary': '{name} 不是文本文件（看起来是 {kind}）。请另存为 TSV、CSV 或 JSONL 后再拖入。',
  'fault.file-unreadable': '无法读取 {name}。文件可能已被移动或占用，请重新选择。',
  'fault.file-encoding': '第 {line} 行不是有效的 {encoding}。请在对话框中换一种编码；没有任何字符被替换。',
  'fault.file-too-many-columns': '第一条记录有 {columns} 列，最多读取 {limit} 列。请检查分隔符，或精简文件。',
  'fault.file-parquet-broken':
    '{name} 无法作为 Parquet 读取：文件已损坏、已加密，或使用了 Rinse 不支持的写法。请重新导出，或改存为 JSONL。',
  'fault.file-gzip-broken': '{name} 是损坏的 gzip 文件。请重新压缩，或直接拖入未压缩的文件。',
  'fault.file-gzip-member':
    'gzip 文件 {name} 的第 {member} 段已损坏。损坏之前读到了 {count} 行，未予采用。请重新压缩，或直接拖入未压缩的文件。',
  'fault.file-gzip-bomb': '{name} 解压后的体积远超正常数据集。如果文件没有问题，请拆分成较小的文件。',
  'fault.file-too-large': '{name} 超出本页面能处理的大小。请拆分成较小的文件。',
  'fault.file-too-many-labels': '标签列的不同取值超过 {limit} 个，很可能选错了列，请重新选择标签列。',
  'fault.file-changed': '{name} 在磁盘上已被修改或删除，或其本地副本已丢失。请重新选择该文件：你的决定都还在。',
  'fault.file-kind-unknown':
    'Rinse 不能读取 {name} 这种文件。支持 TSV、CSV、JSONL、JSON 数组（含 .gz）、Parquet 以及模型文件夹。',
  'fault.file-second': '{name} 没有打开：一次只能处理一个数据集。处理完当前这个之后，请再拖入。',
  'fault.signals-second': '{name} 中的训练信号与 {first} 不是同一种，因此没有读取。请单独拖入。',
  'fault.results-waiting': '{name} 没有读取：其中的结果属于某个数据集，而数据集没有打开。请在打开数据集之后再次拖入。',
  'fault.results-not-normalised':
    '{name} 的 {total} 行中，有 {count} 行各类别的概率之和不为 1，因此不予采用。如果有损失列，则改用损失列。',
  'fault.results-missing':
    '{name} 的 {total} 行中，有 {count} 行既没有损失，也没有可用的概率。请用模型为其打分，或修正文件。',
  'fault.model-missing-config': '该文件夹中没有 config.json。请选择包含它的文件夹。',
  'fault.model-missing-tokenizer': '该模型没有 tokenizer.json。请用 fast tokenizer 保存后再试。',
  'fault.model-missing-onnx': '该模型没有 ONNX 文件（onnx/model.onnx）。请先导出为 ONNX。',
  'fault.model-html': '收到的是网页而不是 {file}。请检查模型 ID、镜像地址，或中间的登录页面。',
  'fault.model-truncated': '{file} 不完整，请重新下载。',
  'fault.model-corrupt': '{file} 已损坏，无法作为模型的一部分读取。请重新导出或下载。',
  'fault.model-not-classifier': '该模型不是序列分类模型（没有“行 × 类别”形式的 logits）。请选择文本分类模型。',
  'fault.model-unsupported-tokenizer': '该模型的分词器（{kind}）无法在此运行，请换一个模型。',
  'fault.model-class-count':
    'config.json 中有 {named} 个类别，但模型输出 {given} 个。请修正 config.json 里的 id2label。',
  'fault.model-download': '{file} 下载失败。请检查网络后重试。',
  'fault.model-not-found': '找不到 {file}，或它未公开。请检查模型 ID：仓库中需要有 ONNX 文件。',
  'fault.model-offline': '本机还没有该模型，目前也没有网络。请先联网一次，或选择本地文件夹。',
  'fault.model-stalled': '{file} 的下载停滞：{seconds} 秒没有收到数据。请重试。',
  'fault.model-tokenizer-stalled':
    '该模型的分词器在 {seconds} 秒内没有处理完第 {first} 至 {last} 行，已被终止。可能是 tokenizer.json 中的某个正则表达式处理这些文本太慢。请修正该表达式，或换一个模型。',
  'fault.model-hub-unavailable': '从 Hub 下载需要页面的 Service Worker，它还没有启用。请刷新页面，或选择本地文件夹。',
  'fault.webgpu-missing': '此浏览器没有可用的 WebGPU，而网址要求使用它。请去掉 device=webgpu，改用 CPU 运行。',
  'fault.webgpu-none': '此浏览器没有可用的 WebGPU，因此用 CPU 计算。',
  'fault.webgpu-software': '这里只有软件模拟的 WebGPU，CPU 更快，因此改用 CPU 计算。',
  'fault.webgpu-failed': '显卡无法运行该模型，已改用 CPU 继续计算。',
  'fault.webgpu-silent': '显卡没有响应，已改用 CPU 计算。重启浏览器后可以重新使用显卡。',
  'fault.webgpu-silent-asked':
    '显卡没有响应，而网址要求使用它。请重启浏览器，或去掉网址中的 device=webgpu，改用 CPU 运行。',
  'fault.webgpu-parity': '显卡的结果与 CPU 相差 {difference}，已改用 CPU 继续计算。',
  'fault.device-lost': '与显卡的连接中断。请重试：从最后保存的行继续。',
  'fault.out-of-memory': '内存连一行都放不下。请关闭其他标签页，或换用较小的模型。',
  'fault.bad-numbers': '模型给出了不可能正确的数值（{what}）。这一批的行没有保存；请改用 CPU（device=wasm）。',
  'fault.worker-died': '后台线程已停止。请重试：已保存的内容都在，计算从那里继续。',
  'fault.worker-stalled': '后台线程没有响应，已被终止。请重试：会换用新的线程继续。',
  'fault.job-ended': '对 {name} 的处理被中断，没有使用任何中间结果。请重试。',
  'fault.no-labels-matched': '数据集的标签没有一个对应到模型的类别，无法计算损失。请设置标签映射。',
  'fault.results-labels-unmatched':
    '数据集的标签没有一个对应到结果中的类别，预测与标签无法比较。请在“模型…”中设置标签映射。',
  'fault.learning-memory': '内存不足，无法从这个数据集学习。请关闭其他标签页或程序后重试，或只打开文件的一部分。',
  'fault.learning-too-many-labels':
    '数据量太大，无法从自身学习：{rows} 行、{labels} 个标签（行数乘以标签数不能超过 2400 万）。请检查标签列是否选对，或只打开文件的一部分，或选择认识这些标签的模型。',
  'fault.storage-missing': '此浏览器在这里不保存任何数据（无痕窗口？）。你的工作只在这个标签页中：关闭前请先下载。',
  'fault.storage-full': '本页面的磁盘空间已用完，最后一次修改没有保存。请立即下载你的工作。',
  'fault.storage-failed': '浏览器未能保存最后一次修改。请先下载你的工作，然后重试。',
  'fault.storage-newer': '本页面的存储已由更新的 Rinse 使用。请刷新本页以更新；此前已保存的内容不会丢失。',
  'fault.storage-blocked': '另一个标签页打开着旧版 Rinse。请关闭它，然后刷新本页。',
  'fault.storage-evicted':
    '浏览器删除了本页面保存的数据。当前工作仍在这个标签页中：再次显示“已保存”即表示已重新存好，在此之前请先下载。',
  'fault.read-only-tab': '该数据集已在另一个标签页中打开。这里只能查看，不能修改。',
  'fault.insecure-origin':
    '当前网址不安全：只有通过 https 或 localhost 打开，浏览器才会提供全部功能。在这里仍可打开文件、用 CPU 打分、审查和下载；但不能使用显卡、离线运行和从 Hub 下载，也无法防止两个标签页同时修改同一个数据集。请通过 https 或 localhost 打开 Rinse。',
  'fault.read-only-unsaved':
    '另一个标签页已接管，而这里还有 {count} 个决定没有保存。它们只在这个标签页中：请下载，或改在这里编辑以保存它们。',
  'fault.export-failed': '文件写入失败，请重试；没有任何内容被标记为已导出。',
  'fault.map-context-lost': '数据地图失去了图形上下文，正在重新绘制。',
  'fault.update-broken':
    '页面的一部分无法加载：服务器上已是另一版本，或无法连接。显示为已保存的内容都在：请刷新后继续。',
  'fault.unexpected': '发生了 Rinse 没有预料到的问题。显示为已保存的内容都在：请刷新后继续。',
};
