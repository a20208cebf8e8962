import { Square } from 'lucide-react'
import type { KeyboardEvent, RefObject } from 'react'
import type { Attachment, ImageAttachment, SessionView, WhenBusy } from '../../../contracts/index.ts'
import { useEntities } from '../../app/index.ts'
import { Button, ErrorNote, Kbd } from '../../ui/index.ts'
import { AnswerNote } from './commands/answer-note.tsx'
import { isForAgent } from './commands/parse.ts'
import { useCommands } from './commands/use-commands.ts'
import { takesNoImages } from './image-check.ts'
import { ImageButton } from './image-button.tsx'
import { imageTransfer } from './image-transfer.ts'
import { composerState } from './composer-state.ts'
import { ContextMeter } from './context-meter.tsx'
import { ActiveRepository } from './active-repository.tsx'
import { ConfigSelects } from './config-selects.tsx'
import { DraftAttachments } from './draft-attachments.tsx'
import { mentionedFiles, mentionText, withoutMention, type FileAttachment } from './mentions.ts'
import { PromptInput } from './prompt-input.tsx'
import { useDraft } from './use-draft.ts'
import { useImages } from './use-images.ts'
import { useStop } from './use-stop.ts'
import { useSubmit } from './use-submit.ts'

/** Where the user writes to the agent. */
export function Composer({
  session,
  input,
}: {
  session: SessionView
  input: RefObject<HTMLTextAreaElement | null>
}) {
  const workspace = useEntities((entities) => entities.workspaces[session.workspaceId])
  const draft = useDraft(session.id)
  const submit = useSubmit(session)
  const commands = useCommands(session, workspace)
  const parsed = commands.parse(draft.text)
  const forAgent = isForAgent(parsed)
  const { stoppable, ...state } = composerState(session, workspace)
  // A command that says nothing to the agent needs none.
  const blocked = forAgent ? state.blocked : null
  const verb = parsed.kind === 'own' ? 'Run' : state.verb
  const busy = submit.busy || commands.busy
  const failure = commands.failure ?? submit.failure
  const { stop, stopping } = useStop(session, stoppable)
  const files = workspace ? mentionedFiles(draft.text, draft.attachments.filter(isFile), workspace) : []
  const images = useImages(session, draft, commands.tell)
  const attachments = [...draft.attachments.filter(isImage), ...files]
  const nothing = draft.text.trim() === ''

  const send = async (whenBusy: WhenBusy = 'queue'): Promise<void> => {
    if (blocked || busy || nothing || images.pending.length > 0) return
    const message = commands.toSend(parsed)
    const { text } = draft
    if (!message) {
      if (!(await commands.carryOut(parsed, attachments))) return
      // What was attached went with a message, and with nothing else.
      const told = parsed.kind === 'own' && parsed.name === 'follow-up'
      draft.finish({ text, attachments: told ? draft.attachments : [] })
    } else if (await submit.send(message.text, attachments, whenBusy)) {
      commands.tell(message.sent)
      draft.finish({ text, attachments: draft.attachments })
    }
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void send(event.ctrlKey || event.metaKey ? 'interrupt' : 'queue')
    } else if (event.key === 'Escape' && draft.text === '' && stoppable) {
      event.preventDefault()
      void stop()
    }
  }
  const forget = (file: FileAttachment): void => {
    if (workspace) draft.change({ text: withoutMention(draft.text, mentionText(file, workspace)) })
    input.current?.focus()
  }

  return (
    <div className="mx-auto w-full max-w-[892px] flex-none px-4 pb-3.5">
      {commands.answer && <AnswerNote answer={commands.answer} onClose={() => commands.tell(null)} />}
      {failure && (
        <div className="pb-2">
          <ErrorNote error={failure} onRetry={() => void send()} />
        </div>
      )}
      <div
        {...imageTransfer((dropped) => void images.add(dropped))}
        className="relative rounded-lg border border-strong bg-raised has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-focus"
      >
        <PromptInput
          input={input}
          agentName={session.agentName}
          offered={commands.offered}
          text={draft.text}
          workspace={workspace}
          onChange={(text) => draft.change({ text })}
          onPick={({ file }) => file && draft.attach(file)}
          onKeyDown={onKeyDown}
        />
        <DraftAttachments
          sessionId={session.id}
          files={files}
          images={draft.attachments.filter(isImage)}
          pending={images.pending}
          onRemoveFile={forget}
          onRemoveImage={(image) => {
            draft.detach(image)
            input.current?.focus()
          }}
        />
        <div className="flex min-w-0 flex-wrap items-center gap-1 px-2 pb-2">
          <span className="px-[7px] text-sm text-muted">{session.agentName}</span>
          <ConfigSelects session={session} />
          <ImageButton
            off={session.capabilities?.image === false && takesNoImages(session.agentName)}
            onFiles={(chosen) => void images.add(chosen)}
          />
          {commands.active && <ActiveRepository {...commands.active} />}
          <span className="flex-1" />
          <ContextMeter usage={session.usage} />
          {!blocked && (
            <span className="mr-1 hidden items-center gap-1.5 text-sm text-subtle sm:flex">
              {stoppable && !nothing ? (
                <>
                  <Kbd keys="Mod+Enter" /> send now
                </>
              ) : (
                <>
                  <Kbd keys="Shift+Enter" /> new line
                </>
              )}
            </span>
          )}
          {stoppable && (
            <Button
              size="sm"
              keys="Escape"
              icon={<Square className="size-3.5" />}
              loading={stopping}
              onClick={() => void stop()}
            >
              Stop
            </Button>
          )}
          <Button
            size="sm"
            kind="primary"
            keys="Enter"
            loading={busy}
            disabled={blocked ?? (nothing ? 'Write a message first' : false)}
            onClick={() => void send()}
          >
            {verb}
          </Button>
        </div>
      </div>
    </div>
  )
}

const isImage = (attachment: Attachment): attachment is ImageAttachment => attachment.kind === 'image'

const isFile = (attachment: Attachment): attachment is FileAttachment => attachment.kind === 'file'
