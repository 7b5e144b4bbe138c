/** One sentence for each fault code: what happened, and what to do now. */
export const faultsEn = {
  'fault.file-empty': '{name} is empty. Choose a file with at least one row.',
  'fault.file-no-rows': '{name} has no usable row. Check the header, the delimiter and the chosen columns.',
  'fault.file-json-in-string':
    '{name} holds JSON inside JSON strings: it was encoded twice. Decode it once (json.loads in Python gives the inner JSON) and drop the result, or write one JSON string for each record and line.',
  'fault.file-binary':
    '{name} is not a text file (it looks like {kind}). Save it as TSV, CSV or JSONL and drop it again.',
  'fault.file-unreadable': '{name} could not be read. It may have been moved or locked: choose it again.',
  'fault.file-encoding':
    'Line {line} of {name} is not valid {encoding}. Choose another encoding in the dialog. No character was replaced.',
  'fault.file-too-many-columns':
    'The first record of {name} has {columns} columns; at most {limit} are read. Check the delimiter, or cut the file down.',
  'fault.file-parquet-broken':
    '{name} cannot be read as Parquet: it is damaged, encrypted, or written in a way that Rinse does not know. Export it again, or save it as JSONL.',
  'fault.file-gzip-broken': '{name} is a damaged gzip file. Compress it again, or drop it uncompressed.',
  'fault.file-gzip-member': {
    one: 'Part {member} of the gzip file {name} is damaged. {count} row was read before the damage and is not used. Compress the file again, or drop it uncompressed.',
    other:
      'Part {member} of the gzip file {name} is damaged. {count} rows were read before the damage and are not used. Compress the file again, or drop it uncompressed.',
  },
  'fault.file-gzip-bomb':
    '{name} inflates to far more than a dataset would. If it is sound, split it into smaller files.',
  'fault.file-too-large': '{name} holds more than this page can address. Split it into smaller files.',
  'fault.file-too-many-labels':
    'The label column has more than {limit} different values. It is probably another column: choose the label again.',
  'fault.file-changed':
    '{name} was changed or deleted on disk, or its stored copy is missing. Choose the file again: your decisions are still here.',
  'fault.file-kind-unknown':
    'Rinse cannot read {name}. It takes TSV, CSV, JSONL, JSON (also .gz), Parquet and model folders.',
  'fault.file-second':
    '{name} was not opened with the others: one dataset is open at a time. Drop it again when you are done with this one.',
  'fault.signals-second':
    '{name} holds training signals of another kind than {first}, so it was not read. Drop it by itself.',
  'fault.session-damaged':
    '{name} is a session file, but it is damaged or incomplete, so nothing was merged. Download or copy the session again.',
  'fault.session-newer':
    '{name} was written by a newer version of Rinse (format {version}), which this page does not know, so nothing was merged. Reload the page to update it, then drop the file again.',
  'fault.session-other-dataset':
    '{name} belongs to the dataset {dataset} with {rows} rows, which is neither open nor stored in this browser, so nothing was merged. Open that file, then drop the session again. For a changed version of the dataset, download the session with texts.',
  'fault.session-other-mapping':
    '{name} belongs to {dataset}, read in another way, so nothing was merged. Open that file with the label column {label} and the settings of the session, then drop the session again.',
  'fault.changes-damaged':
    'Line {line} of {name} is damaged or has no corrected label, so nothing was taken over. Download the changes again.',
  'fault.changes-unmatched':
    'No row of {name} is in the open dataset, by id or text, so nothing was taken over. Open the dataset that the changes belong to, then drop the file again.',
  'fault.results-waiting':
    '{name} was not read: its results belong to a dataset, and none was opened. Drop it again once the dataset is open.',
  'fault.results-not-normalised':
    'In {name}, the probabilities of {count} of {total} rows do not sum to 1 over the classes, so they are not used. Where there is a column of losses, it is used instead.',
  'fault.results-unusable':
    '{name} has no usable result, so no row counts as scored. Learn from the dataset, or score it with a model, under “Model…”.',
  'fault.results-missing':
    '{count} of {total} rows of {name} have neither a loss nor probabilities that can be used. Score them with a model, or correct the file.',
  'fault.model-missing-config':
    'This folder has no config.json, which names the classes. Choose the folder that holds it.',
  'fault.model-missing-tokenizer':
    'This model has no tokenizer.json. Make it in Python and add the folder again: AutoTokenizer.from_pretrained(folder).save_pretrained(folder).',
  'fault.model-slow-tokenizer':
    'This model has {file}, but no tokenizer.json. Make it in Python and add the folder again: AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder).',
  'fault.model-missing-onnx':
    'This model has no ONNX file (onnx/model.onnx). Export it and add the new folder: optimum-cli export onnx --model folder --task text-classification new-folder.',
  'fault.model-weights-only':
    '{file} holds the weights for another framework, and there is no ONNX file. Export the model and add the new folder: optimum-cli export onnx --model folder --task text-classification new-folder.',
  'fault.model-other-format':
    '{file} is a model in the {kind} format, which cannot run here. Choose the model as ONNX, or export it from its original weights: optimum-cli export onnx --model folder --task text-classification new-folder.',
  'fault.model-no-precision': '{id} has no ONNX file in {precision}. Choose another precision; it has {has}.',
  'fault.model-html':
    'The server sent a web page instead of {file}. Check the model id, the mirror address, or a login page in between.',
  'fault.model-file-empty': '{file} is empty (0 bytes). Copy or download it again.',
  'fault.model-lfs-pointer':
    '{file} is a Git LFS pointer, not the file itself. Run “git lfs pull” in the repository and add the folder again.',
  'fault.model-truncated':
    '{file} is cut short: it ends after {bytes} bytes, and its content needs at least {needed}. Copy or download it again.',
  'fault.model-json':
    '{file} ({bytes} bytes) is not valid JSON, so it is damaged or cut short. Copy or download it again.',
  'fault.model-corrupt': '{file} is damaged: it cannot be read as part of a model. Export or download it again.',
  'fault.model-external-missing':
    '{onnx} keeps its weights in {file}, and that file is not there. Put it in this place and add the whole folder again.',
  'fault.model-external-outside':
    '{onnx} keeps its weights in {file}, which is outside its own folder, so a browser cannot load them. Save the model again with the weights beside it: onnx.save_model(model, path, save_as_external_data=True, location="model.onnx_data").',
  'fault.model-external-short':
    '{file} has {bytes} bytes, but {onnx} needs {needed} of it. It was cut short, or is from another export: copy or export both again.',
  'fault.model-not-classifier':
    'config.json says that this model is a {architecture}, not a text classifier. Choose a model that was trained for text classification (…ForSequenceClassification).',
  'fault.model-per-token':
    'This model gives numbers for each token ({output}), as for tagging or for filling in words. Choose a text-classification model, with one row of numbers for each text.',
  'fault.model-one-number':
    'This model gives one number for a text ({output}), as a regression does, and no classes. Choose a text-classification model with at least two classes.',
  'fault.model-several-labels':
    'This model judges every class by itself ({output}), because its texts may have several labels. Choose a model whose classes exclude each other (softmax).',
  'fault.model-outputs':
    'This model has several outputs that could hold the logits: {outputs}. Add it again and say which one, or export it with one output called logits.',
  'fault.model-no-scores':
    'No output of this model has the form rows x classes in floating-point numbers; its outputs are {outputs}. Export the model for text classification: optimum-cli export onnx --model folder --task text-classification new-folder.',
  'fault.model-input':
    '{file} asks for {input}, which cannot be made from a text: only input_ids, attention_mask, token_type_ids and position_ids of the form rows x tokens can. Choose a text-classification model, or export it with these inputs.',
  'fault.model-no-tokens':
    '{file} has no input called input_ids for the tokens of a text; its inputs are {inputs}. Choose a text-classification model, or export it with this input.',
  'fault.model-opset':
    '{file} uses ONNX operator set {found}, which is too old: at least {needed} is needed. Export it again: optimum-cli export onnx --opset 17 --model folder --task text-classification new-folder.',
  'fault.model-too-new':
    '{file} is written in a version of ONNX ({found}) that is newer than the runtime of this page knows ({known}). Export it again with an older one, such as --opset 17.',
  'fault.model-operator':
    '{file} uses the operator {operator}, which the runtime of this page does not have. Choose another precision of the model, or export it again without this operator.',
  'fault.model-cannot-run':
    'The files of this model are complete, but the runtime cannot compute it. The error: {what}. Export the model again, or choose another precision.',
  'fault.model-unsupported-tokenizer': 'The tokenizer of this model ({kind}) cannot run here. Choose another model.',
  'fault.model-class-count':
    'config.json names {named} classes, but the model gives {given}. Correct id2label in config.json.',
  'fault.model-label-gap':
    'id2label in config.json has no name for class {id}; it names {named}. Add the missing name.',
  'fault.model-download': '{file} could not be downloaded. Check the connection and try again.',
  'fault.model-not-found':
    '{file} was not found, or is not public. Check the model id: the repository needs ONNX files.',
  'fault.model-offline':
    'The model is not on this machine yet and there is no connection. Connect once, or pick a folder.',
  'fault.model-stalled': 'The download of {file} stopped: no data for {seconds} s. Try again.',
  'fault.model-tokenizer-stalled':
    'The tokenizer of this model did not finish rows {first} to {last} within {seconds} s and was ended. A pattern in tokenizer.json is probably too slow for their text. Correct the pattern, or choose another model.',
  'fault.model-hub-unavailable':
    'Downloads from the Hub need the page’s service worker, which is not active yet. Reload the page, or pick a folder.',
  'fault.webgpu-missing':
    'This browser offers no WebGPU here, and the address asks for it. Remove device=webgpu to run on the CPU.',
  'fault.webgpu-none': 'No WebGPU in this browser: scoring runs on the CPU.',
  'fault.webgpu-software': 'WebGPU is only emulated in software here. The CPU is faster, so scoring runs on the CPU.',
  'fault.webgpu-failed': 'The graphics processor could not run this model. Scoring continues on the CPU.',
  'fault.webgpu-silent':
    'The graphics processor does not answer, so scoring runs on the CPU. Restart the browser to use the graphics processor again.',
  'fault.webgpu-silent-asked':
    'The graphics processor does not answer, and the address asks for it. Restart the browser, or remove device=webgpu to run on the CPU.',
  'fault.webgpu-parity':
    'The graphics processor gave numbers that differ from the CPU by {difference}. Scoring continues on the CPU.',
  'fault.device-lost': 'The graphics processor was lost. Try again: scoring continues from the last stored rows.',
  'fault.out-of-memory': 'There is not enough memory even for one row. Close other tabs, or choose a smaller model.',
  'fault.bad-numbers':
    'The model gave impossible numbers for a batch of rows. Nothing of this batch was stored. If the graphics card computed them, try the CPU (device=wasm). Otherwise choose another precision or model.',
  'fault.worker-died':
    'A background worker stopped. Try again: stored results are kept, and scoring continues from there.',
  'fault.pattern-invalid':
    'The regular expression {pattern} is not valid: {reason}. The list keeps its rows. Correct the expression, or put it in quotes to search for it as text.',
  'fault.pattern-slow':
    'The regular expression {pattern} takes too long on these texts, so the search was stopped. The list keeps its rows. Make the expression simpler: avoid a repetition inside another one, as in (a+)+.',
  'fault.worker-stalled': 'A background worker did not answer and was ended. Try again: a new one continues the work.',
  'fault.job-ended': 'The work on {name} was interrupted, and no partial result was used. Try again.',
  'fault.no-labels-matched':
    'No label of the dataset is matched to a class of this model, so there is no loss to compute. Set the label map.',
  'fault.label-among-numbers':
    'Most labels of this file are numbers, and {label} has none: exports write the name {label} among them. If you meant a number, undo the decision and choose that number.',
  'fault.label-among-booleans':
    'Most labels of this file are true or false: exports write the name {label} among them. If you meant one of the two, undo the decision and choose it.',
  'fault.label-fields-unknown':
    'No row of this file has the label {label}, so its {fields} is not known: exports write null there. Add the value to the exported file.',
  'fault.results-labels-unmatched':
    'No label of the dataset is matched to a class of the results, so predictions cannot be compared with labels. Set the label map under “Model…”.',
  'fault.labels-permuted':
    'With this label map {now}% of {rows} rows agree with the predictions, with another one {then}% ({map}). The labels are probably in another order than the classes. Check the map before you accept suggestions; with the other map only the losses change.',
  'fault.labels-spelled': {
    one: '{count} label looks like another spelling of a label ({names}). It can be counted as that label while learning; the file stays as it is.',
    other:
      '{count} labels look like other spellings of labels ({names}). They can be counted as those labels while learning; the file stays as it is.',
  },
  'fault.learning-memory':
    'There is not enough memory to learn from this dataset. Close other tabs or programs and try again, or open a part of the file.',
  'fault.learning-too-many-labels':
    'Too large to be learnt from itself: {rows} rows with {labels} labels (rows x labels may be 24 million at most). Check that the label column is the right one, open a part of the file, or choose a model that knows these labels.',
  'fault.nearest-not-found':
    'The most similar rows of this dataset could not be found, so no row has the reason “similar rows, other label”. Open the dataset again to try once more.',
  'fault.texts-not-compared':
    'The texts of this dataset could not be compared, so equal and nearly equal texts are not shown. Open the dataset again to compare them.',
  'fault.storage-missing':
    'This browser keeps nothing here (private window?). Your work stays in this tab: download it before you close.',
  'fault.storage-full':
    'The disk space for this page is used up: the last change is NOT saved. Download your work now.',
  'fault.storage-failed': 'The browser could not save the last change. Download your work now, then try again.',
  'fault.storage-newer':
    'A newer version of Rinse is using this page’s storage. Reload this page to update it; what was saved is kept.',
  'fault.storage-blocked': 'Another tab holds an older Rinse open. Close it, then reload this page.',
  'fault.storage-evicted':
    'The browser deleted what this page had stored. The open work is still in this tab, and Rinse tries to store it again. Download it unless “Saved in this browser” is shown.',
  'fault.read-only-tab': 'This dataset is open in another tab. Here it can be read, not changed.',
  'fault.insecure-origin':
    'This address is not secure: browsers give a page all its abilities only over https or on localhost. You can open files, score on the CPU, review and download here. The graphics processor, offline use, downloads from the Hub and the protection against two tabs writing to one dataset are missing. Open Rinse over https or on localhost.',
  'fault.read-only-unsaved': {
    one: 'Another tab took over before {count} decision of this tab was stored. It is only here: download it, or edit here instead to store it.',
    other:
      'Another tab took over before {count} decisions of this tab were stored. They are only here: download them, or edit here instead to store them.',
  },
  'fault.export-failed': 'The file could not be written. Try again. Its changes still count as not downloaded.',
  'fault.export-label-encoding':
    '{name} was not downloaded. Row {row} is corrected to {label}, and the encoding of the file, {encoding}, has no {character}. Give the row another label, or download the corrected dataset as JSONL.',
  'fault.export-label-column':
    '{name} was not downloaded. Row {row} is corrected to {label}, and the file has no column for this label. Give the row another label, or download the corrected dataset as JSONL.',
  'fault.export-label-separator':
    '{name} was not downloaded. Row {row} is corrected to {label}, which contains a separator of this file, and the file has no quotes around its fields. Give the row another label, or download the corrected dataset as JSONL.',
  'fault.map-context-lost': 'The map lost its graphics context and is being redrawn.',
  'fault.update-broken':
    'Part of the page could not be loaded: the server has another version, or cannot be reached. Saved work is kept. Try again, or reload the page.',
  'fault.unexpected': 'Something went wrong that Rinse did not foresee. Saved work is kept: reload to continue.',
} as const;
